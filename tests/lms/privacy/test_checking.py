"""What the look at a text finds however it is spelt, and what it must leave alone: the figures of every working day."""

import time

import pytest

from lms.privacy import checking
from lms.privacy.checking import BIRTH, CASE, EMAIL, NUMBER, PASSPORT, PERSON, PLACE

AT_ONCE = (
    "case passport ab1234567, phone https://wa.me/66812345678, call 081/234/5679 born 12/03/2009 at 13.7563, 100.5018"
)
FOUND = {
    # Travel documents.
    "her passport ab1234567 was": PASSPORT,
    "AB 123 4567 passport": PASSPORT,
    "paspor b 1234567": PASSPORT,
    "หนังสือเดินทางเลขที่ aa1234567": PASSPORT,
    "hộ chiếu c1234567": PASSPORT,
    "护照 e12345678": PASSPORT,
    "Passport no. 12345678": PASSPORT,
    "passport **AB**1234567": PASSPORT,
    # Telephone numbers, with whatever stands between.
    "081_234_5678": NUMBER,
    "081,234,5678": NUMBER,
    "+66,81,234,5678": NUMBER,
    "081:234:5678": NUMBER,
    "081—234—5678": NUMBER,
    "081–234–5678": NUMBER,
    "0812·3456·78": NUMBER,
    "081 / 234 / 5678": NUMBER,
    "081\n234\n5678": NUMBER,
    "- 081\n- 234\n- 5678": NUMBER,
    "on 12/03/2026\n081/234/5678": NUMBER,
    "01. 081/234/5678": NUMBER,
    "tel.0812345678": NUMBER,
    "โทร๐๘๑-๒๓๔-๕๖๗๘ครับ": NUMBER,
    # Marks and entities that are not seen on the page.
    "081**234**5678": NUMBER,
    r"081\-234\-5678": NUMBER,
    "&#48;81&#50;345678": NUMBER,
    "081&nbsp;234&#x20;5678": NUMBER,
    "081`234`5678": NUMBER,
    "~~081~~2345678": NUMBER,
    "[081](https://a.example/b)2345678": NUMBER,
    # Digits of other shapes.
    "①②③④⑤⑥⑦⑧⑨": NUMBER,
    "０８１２３４５６７８": NUMBER,
    "𝟎𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖": NUMBER,
    "❶❷❸❹❺❻❼❽❾": NUMBER,
    "0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣": NUMBER,
    "08\u200d12\u00ad345678": NUMBER,
    # Links to messengers and telephones.
    "https://wa.me/66812345678": NUMBER,
    "https://api.whatsapp.com/send?phone=%2B66812345678": NUMBER,
    "[call](tel:+66812345678)": NUMBER,
    # Mail.
    "x＠police.example": EMAIL,
    "x&#64;police.example": EMAIL,
    "x [at] police.example": EMAIL,
    "x (at) police (dot) example": EMAIL,
    "somchai at police dot org": EMAIL,
    # Days of birth.
    "born 12/03/2009": BIRTH,
    "She was born in Yangon on 12 March 2009.": BIRTH,
    "Date of birth:\n2009-03-12": BIRTH,
    "DOB. 12.03.2009": BIRTH,
    "12/03/2009 (date of birth)": BIRTH,
    "lahir di Medan, 3 Januari 2008": BIRTH,
    "tanggal lahir 03-01-2008": BIRTH,
    "เกิดวันที่ 12 มีนาคม 2552": BIRTH,
    "วันเดือนปีเกิด ๑๒/๐๓/๒๕๕๒": BIRTH,
    "出生日期：2009年3月12日": BIRTH,
    # Places.
    "at 13.7563, 100.5018": PLACE,
    "13.7563°N 100.5018°E": PLACE,
    "-6.2088; 106.8456": PLACE,
    "lat 13.7563 long 100.5018": PLACE,
    "13°45′22″N 100°30′06″E": PLACE,
    # Cases.
    "case number 1234/2567": CASE,
    "in case no. B-123/2024.": CASE,
    "perkara nomor 123/Pid.Sus/2024": CASE,
    "LP/B/123/IV/2024/SPKT": CASE,
    "คดีหมายเลขดำที่ อ.123/2567": CASE,
    # People.
    "We met the victim Nguyen Thi Hoa on Monday": PERSON,
    "the victim, Nguyen Thi Hoa, was": PERSON,
    "Victim: Nguyen Thi Hoa": PERSON,
    "a survivor called Hoa": PERSON,
    "the suspect **Budi Santoso**": PERSON,
    "korban Siti Aminah binti Ahmad": PERSON,
    "tersangka bernama Budi": PERSON,
    "ผู้เสียหายชื่อนางสาวสมศรี ใจดี ถูก": PERSON,
}
ORDINARY = [
    # English: figures, dates, laws, statistics.
    "In 2019, 2020, 2021, 2022 and 2023 we identified 1,234,567 people; 2024 is being counted.",
    "Of 1,250,000 (12.5%) in 2022 and 2,345,678 (14.1%) in 2023, most were women.",
    "From 2019-2020 2020-2021 2021-2022 the figures rose by 5%, 10% and 15%.",
    "The programme costs USD 150,000,000 over 2023–2026, or US$ 1500000 a year and 1500000000 dong.",
    "The workshop is on 12-03-2026 - 14-03-2026, 09:00-12:30 and 13:30-17:00.",
    "Sessions: 01/03/2024–05/03/2024, 08/04/2024–12/04/2024 and 01-05/06/2024.",
    "Shifts: 0900-1030, 1100-1230; 1330-1500, 1530-1700.",
    "09:00\n10:30\n12:00\n13:30\n15:00\n16:30",
    "Read sections 3.2.1, 3.2.2 and 12.4.10 and articles 3(a), 5, 6, 9-11 and 31.",
    "Modules 01, 02, 03, 04, 05 and 06 are open.",
    "01. 1,234,567 people crossed in the first quarter\n02. 2,345,678 in the second",
    "| year | identified | referred |\n|---|---|---|\n| 2021 | 1,204 | 960 |\n| 2022 | 1,377 | 1,012 |",
    "Resolutions 2331 (2016) 2388 (2017) speak of it; see S/RES/2388 (2017) and A/RES/64/293.",
    "ISBN 978-92-1-130339-6 and doi:10.1080/23322705.2019.1234567 are on the list.",
    "See https://publications.iom.int/books/123456789012 and the passport page https://a.example/passport/ab1234567.",
    "In Siliadin v. France, case no. 73316/01, the Court found servitude.",
    "Case study 12 and case 4 of the handbook; the case file from 2023 is closed.",
    "Passport control opens on 12 03 2026 at 0900; a passport issued in 2019 to 2021 is valid for 10 years.",
    "Passport offices issued 1,234,567 documents; Form 1234567 is not needed.",
    "The Protocol entered into force on 25 December 2003; he was born in 1984 and joined us on 01/02/2020.",
    "Children born abroad are registered. The workshop of 12/03/2026 explains how.",
    "The Bali Process was born on 28 February 2002, and its network at a meeting on 12/03/2011.",
    "The rate rose from 0.1234 to 0.5678 and the mean from 13.75 to 100.50.",
    "Victim Identification and Referral, the Victim Support Unit and the Survivor Advisory Council took part.",
    "We do not suspect Thai Airways staff; officers suspect Human Trafficking when documents are held by others.",
    "To protect the victim, Article 6 of the Palermo Protocol asks States to keep the victim Safe House secret.",
    "Thank you @Dewi Anggraini, lunch @ 12.30; look at the dot on the map.",
    "Ratio 1:100,000; ISO 27001:2013; scores 3/5, 4/5, 10/12; 2*3*4; snake_case_1_2_3.",
    # Bahasa Indonesia.
    "UU Nomor 21 Tahun 2007 dan Peraturan Nomor 045/1234/2024 mengatur TPPO, denda Rp 1.500.000.000,00.",
    "Pada 2022 tercatat 1.234.567 orang; naik menjadi 2.345.678 orang pada 2023, kerugian Rp150000000.",
    "Lokakarya 12/03/2026 s.d. 14/03/2026 pukul 09.00-10.30, 10.45-12.00 dan 13.00-15.00 WIB.",
    "Layanan bagi korban Perdagangan Orang dan korban Warga Negara Indonesia di 34 provinsi; RUU itu lahir tahun 2007.",
    "Biaya paspor Rp350000 dan paspor elektronik Rp 650000.",
    "Undang-undang itu lahir 19 April 2007; korban Online Scam dan korban Judi Daring dipulangkan dari luar negeri.",
    # Thai.
    "พระราชบัญญัติป้องกันและปราบปรามการค้ามนุษย์ พ.ศ. ๒๕๕๑ มาตรา ๖ และมาตรา ๖/๑",
    "เหตุเกิดเมื่อวันที่ 12 มีนาคม 2567 และอบรมวันที่ 12-14 มีนาคม 2568 เวลา 09.00-16.30 น.",
    "งบประมาณ 150,000,000 บาท ผู้เสียหาย 1,234 คน ผู้เสียหายนายจ้างไม่จ่าย ค่าแรง",
    # Vietnamese, Chinese, Khmer, Burmese, Bengali, Hindi, Arabic.
    "Nghị định số 09/2013/NĐ-CP và Luật số 66/2011/QH12 có hiệu lực từ 01/01/2012; phạt 100.000.000 đồng.",
    "2021年、2022年、2023年共有1,234,567人；会议于2026年3月12日9:00至17:00举行。",
    "ក្នុងឆ្នាំ ២០២១ ២០២២ ២០២៣ មានមន្ត្រី ១.២៣៤ នាក់ ថ្ងៃទី ១២/០៣/២០២៦",
    "၂၀၂၁၊ ၂၀၂၂၊ ၂၀၂၃ ခုနှစ်များတွင် အရာရှိ ၁,၂၃၄ ဦး သင်တန်းတက်ခဲ့သည်။",
    "২০২১-২০২২ সালে ১,২৩৪ জন কর্মকর্তা; সভা ১২/০৩/২০২৬ তারিখে, ব্যয় ১২,৩৪,৫৬,৭৮৯ টাকা।",
    "वर्ष 2021, 2022, 2023 में 12,34,56,789 रुपये; धारा 370 और 370A, दिनांक 12/03/2026",
    "في عام 2021 و2022 و2023 شارك ١٬٢٣٤ ضابطا، والورشة في 12/03/2026 الساعة 09:00-17:00.",
]


@pytest.mark.parametrize(("text", "kind"), FOUND.items())
def test_what_points_to_a_person_is_found_however_it_is_spelt_and_can_be_masked(text, kind):
    assert {one.kind for one in checking.look(text)} == {kind}
    assert checking.look(checking.mask(text)) == []


@pytest.mark.parametrize("text", ORDINARY)
def test_the_figures_of_a_working_day_pass(text):
    assert [(one.kind, one.text) for one in checking.look(text)] == []


def test_all_of_one_line_is_found_and_the_words_around_it_stay():
    assert [one.kind for one in checking.look(AT_ONCE)] == [PASSPORT, NUMBER, NUMBER, BIRTH, PLACE]
    masked = "case passport [document], phone https://wa.me/[number], call [number] born [date] at [place]"
    assert checking.mask(AT_ONCE) == masked


def test_what_is_found_is_told_as_it_was_typed_and_masked_there():
    text = "Call **081**\\-234\\-&#53;678, *thank you*"
    (found,) = checking.look(text)
    assert text[found.start : found.end] == found.text == "081**\\-234\\-&#53;678"
    assert checking.mask(text) == "Call **[number], *thank you*"


@pytest.mark.parametrize("between", [" ", ", ", "\n", "\n\n"])
def test_nothing_is_left_when_a_whole_text_of_it_is_masked(between):
    texts = list(FOUND)
    for at in range(len(texts)):
        text = between.join([texts[at], ORDINARY[at % len(ORDINARY)], texts[at - 1], texts[at - 7]])
        found = checking.look(text)
        assert [text[one.start : one.end] for one in found] == [one.text for one in found]
        assert checking.look(checking.mask(text)) == []


def test_what_only_the_page_joins_is_told_without_a_place():
    source, shown = "[081][x]2345678 for 2023", "0812345678 for 2023"
    assert [one.kind for one in checking.look("One: two", shown=shown)] == [NUMBER]
    assert checking.look("One: two", shown=shown)[0].start == checking.NOWHERE
    assert len(checking.look(source, shown=shown)) == 1, "What is known from the source is not told twice."
    assert checking.mask("One: two") == "One: two"


LONG = 30_000
PIECES = [
    "0", "0 ", "0/", "01,", "081-", "+6", "(0", "1,234,", "1.234.", "1 234 ", "12/03/2009 ", "09:00-", "Rp 1", "a", "a.",
    "a@", "a@b.", "x [at] ", "x at y dot ", "AB1", "AB 123 4567 ", "passport ", "passport a1 ", "born ", "born 1", "lahir 12 ",
    "12 March ", "13.7563 ", "13.7563, ", "1°2'", "case no. ", "case no. a.", "LP/1/", "the victim ", "victim Aa ", "Aa ",
    "korban bernama ", "ผู้เสียหายนาย", "ก", "๐", "&#48;", "&", "\\", "\\-", "*", "_", "a_", "~~", "[", "](", "](a", "][", "![",
    "https://", "https://wa.me/6", "①", "0\u0301", "\n", " ", "no. 1/", "10.1234/",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_text_costs_no_more_than_its_length(piece):
    """Whatever is said again and again: a pattern that looks back over everything would need minutes for three posts."""
    text = (piece * LONG)[:LONG]
    begun = time.process_time()
    checking.look(text + "!")
    assert time.process_time() - begun < 2
