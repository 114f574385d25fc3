"""The community of practice: spaces, topics, posts, and those who keep it safe."""
