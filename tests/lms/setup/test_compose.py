"""The containers, read as text, because tests run where there is no Docker. Ids: O-1, O-10, L-11, C-61, C-62.

docker-compose.yml is held to the Compose Specification's own schema, to the one list of processes, and to what a hardened
container is; the Dockerfile to the few lines that matter most.
"""

import hashlib
import json
import re
import shlex
from pathlib import Path

import jsonschema
import pytest
import yaml

from lms.setup.processes import PREPARE, PROCESSES

ROOT = Path(__file__).resolve().parents[3]
VENDOR = ROOT / "tests" / "vendor" / "compose-spec"
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
PROGRAM = ["web", "worker", "beat", "prepare"]
LASTING = [name for name in SERVICES if name != "prepare"]
ALWAYS = [name for name in LASTING if "profiles" not in SERVICES[name]]
SECRETS = re.compile(r"SECRET|PASSWORD|KEY|TOKEN")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile line by line, continued lines joined, comments left out."""
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if not line.lstrip().startswith("#")]
    text = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def words(command) -> list[str]:
    return shlex.split(command) if isinstance(command, str) else command


def of(name: str) -> list[str]:
    return [rest for keyword, rest in instructions() if keyword == name]


def final_stage() -> list[tuple[str, str]]:
    found = instructions()
    return found[max(at for at, (keyword, _) in enumerate(found) if keyword == "FROM") :]


def mebibytes(limit: str) -> int:
    assert limit.endswith("m")
    return int(limit[:-1])


def faults(compose) -> list[str]:
    schema = json.loads((VENDOR / "compose-spec.json").read_text())
    return [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(compose)]


def test_the_schema_is_the_one_its_readme_names():
    assert hashlib.sha256((VENDOR / "compose-spec.json").read_bytes()).hexdigest() in (VENDOR / "README.md").read_text()


def test_o10_the_compose_file_follows_the_specification():
    assert faults(COMPOSE) == []


@pytest.mark.parametrize(
    "planted", [{"services": {"web": {"comand": "x"}}}, {"services": {"web": {"restart": ["no"]}}}, {"servcies": {}}]
)
def test_twin_a_planted_fault_is_found(planted):
    assert faults(planted)


@pytest.mark.parametrize("name", PROCESSES)
def test_o10_what_a_container_runs_is_what_the_list_says(name):
    assert words(SERVICES[name]["command"]) == shlex.split(PROCESSES[name])


def test_o10_preparing_runs_the_list_in_its_order():
    assert SERVICES["prepare"]["command"] == ["sh", "-c", " && ".join(PREPARE)]
    assert SERVICES["prepare"]["restart"] == "no"
    for name in PROCESSES:
        assert SERVICES[name]["depends_on"]["prepare"] == {"condition": "service_completed_successfully"}


def test_o10_the_image_runs_the_web_server_where_nothing_else_is_said():
    assert json.loads(of("CMD")[-1]) == shlex.split(PROCESSES["web"])


def test_the_compose_file_names_no_process_the_list_does_not():
    assert {name for name in SERVICES if SERVICES[name]["image"].startswith("rso-learning")} == {*PROCESSES, "prepare"}


@pytest.mark.parametrize("name", SERVICES)
def test_o10_every_container_is_hardened(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert mebibytes(service["mem_limit"]) > 0
    assert service["pids_limit"] > 0
    assert "privileged" not in service
    assert "docker.sock" not in json.dumps(service)


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "proxy"])
def test_o10_nothing_runs_as_root_but_the_proxy_which_may_only_bind_ports(name):
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", SERVICES[name]["user"])
    assert SERVICES["proxy"]["cap_add"] == ["NET_BIND_SERVICE"]
    assert "cap_add" not in SERVICES[name]


@pytest.mark.parametrize("name", LASTING)
def test_o1_every_lasting_container_says_whether_it_is_well_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_nothing_but_the_proxy_can_be_reached_from_other_machines():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"proxy", "mail"}
    assert all(port.startswith("127.0.0.1:") for port in published["mail"])


def test_the_database_and_the_brokers_reach_nobody_and_only_ours_reach_them():
    for name in ("db", "broker", "cache"):
        assert SERVICES[name]["networks"] == ["inside"]
    assert {name for name, network in COMPOSE["networks"].items() if network.get("internal")} == {"front", "inside"}
    assert {name for name in SERVICES if "outward" in SERVICES[name]["networks"]} == {"worker", "mail"}


def test_l11_what_always_runs_fits_into_two_gibibytes():
    assert sum(mebibytes(SERVICES[name]["mem_limit"]) for name in ALWAYS) <= 2048


def test_what_is_kept_lies_in_named_volumes():
    named = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert named == set(COMPOSE["volumes"])
    assert {"database", "data", "public", "backups"} <= named


def test_images_are_named_with_their_version():
    for name, service in SERVICES.items():
        if name not in PROGRAM:
            assert re.search(r":v?\d", service["image"]), name
    assert all(re.match(r"python:3\.\d+-slim-\w+", image) for image in of("FROM"))


def test_postgresqls_tools_in_the_image_are_not_older_than_the_server():
    (client,) = re.findall(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())
    (server,) = re.findall(r"postgres:(\d+)", SERVICES["db"]["image"])
    assert int(client) >= int(server)


def test_c61_no_secret_stands_in_the_compose_file():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if SECRETS.search(name):
                assert value.startswith("${"), name
    assert not re.search(r"://[^\s/@]*:[^$\s/@]+@", (ROOT / "docker-compose.yml").read_text())


class TestTheImage:
    """The Dockerfile."""

    def test_it_is_made_in_two_stages_and_the_second_has_no_build_tools(self):
        assert len(of("FROM")) == 2
        assert "pip install" not in json.dumps(final_stage())

    def test_it_runs_as_a_numbered_user_who_is_not_root(self):
        (user,) = [rest for keyword, rest in final_stage() if keyword == "USER"]
        assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
        assert {SERVICES[name]["user"] for name in PROGRAM} == {user}
        # Nothing of the program belongs to whoever runs it.
        assert not [rest for keyword, rest in final_stage() if keyword == "COPY" and "--chown" in rest]

    def test_c62_packages_come_by_the_lock_and_its_hashes(self):
        assert any("requirements/base.txt" in rest for rest in of("COPY"))
        (install,) = [rest for rest in of("RUN") if "pip install" in rest]
        assert "--require-hashes" in install
        assert "-r requirements/base.txt" in install
        assert not of("ADD")

    def test_it_holds_no_secret(self):
        assert not of("ARG")
        assert not [rest for rest in of("ENV") if SECRETS.search(rest)]

    def test_static_files_are_collected_while_it_is_made(self):
        (collect,) = [rest for rest in of("RUN") if "collectstatic" in rest]
        (root,) = set(re.findall(r"STATIC_ROOT=(\S+)", (ROOT / "Dockerfile").read_text()))
        assert f"STATIC_ROOT={root}" in collect
        assert {SERVICES[name]["environment"]["STATIC_ROOT"] for name in PROGRAM} == {root}

    def test_o1_it_says_whether_it_is_well(self):
        (check,) = of("HEALTHCHECK")
        assert json.loads(check.split("CMD ")[1]) == ["python", "-m", "lms.setup.alive", "web"]

    def test_only_what_the_program_needs_goes_in(self):
        lines = (ROOT / ".dockerignore").read_text().split("\n")
        kept = {line[1:].strip("/") for line in lines if line.startswith("!")}
        assert "*" in lines
        assert kept == {
            "alumni", "cms", "courses", "lms", "templates", "requirements/base.txt", "manage.py", "pyproject.toml", "LICENSE",
        }  # fmt: skip
        assert all((ROOT / name).exists() for name in kept)

    def test_secrets_are_kept_out_of_the_repository(self):
        assert ".env" in (ROOT / ".gitignore").read_text().split()
