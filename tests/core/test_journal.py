"""The journal's chain: whatever is changed afterwards is found."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from custom_components.smart_community.core.journal import (
    GENESIS,
    Checkpoint,
    Entry,
    Head,
    Note,
    chain,
    cut_at,
    first_broken,
    follow,
    full_check_due,
)

WORDS = st.text('ab1 "\\,[]楼é🔔', max_size=6)
NOTES = st.builds(
    Note,
    at=st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - UTC is given
    actor=WORDS,
    action=WORDS,
    subject=WORDS,
    details=st.dictionaries(WORDS, WORDS | st.integers() | st.booleans() | st.none(), max_size=3),
)
JOURNALS = st.lists(NOTES, min_size=1, max_size=8)


def written(notes: list[Note]) -> list[Entry]:
    """Return the entries that the store writes for these notes."""
    entries: list[Entry] = []
    previous = GENESIS
    for seq, note in enumerate(notes, start=1):
        previous = chain(previous, seq, note)
        entries.append(Entry(seq, note, previous))
    return entries


def read_back(entries: list[Entry]) -> list[Entry]:
    """Return the entries as they come out of a database: details as JSON, times as UTC."""
    return [replace(e, note=replace(e.note, details=json.loads(json.dumps(e.note.details)))) for e in entries]


@settings(deadline=None, max_examples=60)
@given(JOURNALS, st.integers(0, 8))
def test_an_untouched_journal_holds_whole_and_from_any_entry_on(notes: list[Note], start: int) -> None:
    entries = read_back(written(notes))
    assert first_broken(entries) is None
    if 0 < start <= len(entries):
        known = entries[start - 1]
        assert first_broken(entries[start:], known.hash, known.seq) is None


@settings(deadline=None, max_examples=60)
@given(JOURNALS, st.data())
def test_a_changed_entry_is_found(notes: list[Note], data: st.DataObject) -> None:
    entries = written(notes)
    position = data.draw(st.integers(0, len(entries) - 1))
    old = entries[position]
    change = data.draw(st.sampled_from(["at", "actor", "action", "subject", "details", "hash", "seq"]))
    if change == "seq":
        entries[position] = replace(old, seq=old.seq + data.draw(st.sampled_from([-1, 1, 7])))
    elif change == "hash":
        digit = data.draw(st.integers(0, 63))
        other = "1" if old.hash[digit] != "1" else "2"
        entries[position] = replace(old, hash=old.hash[:digit] + other + old.hash[digit + 1 :])
    elif change == "at":
        entries[position] = replace(old, note=replace(old.note, at=old.note.at + timedelta(microseconds=1)))
    elif change == "details":
        entries[position] = replace(old, note=replace(old.note, details={**old.note.details, "added": 1, "more": None}))
        assume(entries[position].note != old.note)
    else:
        word = data.draw(WORDS)
        note = old.note
        changed = {
            "actor": replace(note, actor=word),
            "action": replace(note, action=word),
            "subject": replace(note, subject=word),
        }[change]
        assume(changed != note)
        entries[position] = replace(old, note=changed)
    assert first_broken(entries) == position + 1


@settings(deadline=None, max_examples=60)
@given(JOURNALS, st.data())
def test_a_removed_entry_is_found_at_its_place_unless_it_was_the_last(notes: list[Note], data: st.DataObject) -> None:
    """What is cut off at the end leaves a whole, shorter chain: only a copy of the last hash elsewhere shows that."""
    entries = written(notes)
    position = data.draw(st.integers(0, len(entries) - 1))
    left = entries[:position] + entries[position + 1 :]
    assert first_broken(left) == (position + 1 if position < len(entries) - 1 else None)


@settings(deadline=None, max_examples=60)
@given(JOURNALS, NOTES, st.data())
def test_an_inserted_entry_is_found_even_if_it_is_chained_and_those_behind_it_are_numbered_anew(
    notes: list[Note], forged: Note, data: st.DataObject
) -> None:
    entries = written(notes)
    position = data.draw(st.integers(0, len(entries) - 1))
    before = entries[position - 1].hash if position else GENESIS
    inserted = Entry(position + 1, forged, chain(before, position + 1, forged))
    moved = [replace(entry, seq=entry.seq + 1) for entry in entries[position:]]
    assert first_broken([*entries[:position], inserted, *moved]) == position + 2


@settings(deadline=None, max_examples=60)
@given(st.lists(NOTES, min_size=2, max_size=8), st.data())
def test_reordered_entries_are_found_even_if_they_are_numbered_anew(notes: list[Note], data: st.DataObject) -> None:
    entries = written(notes)
    first, second = sorted(data.draw(st.sets(st.integers(0, len(entries) - 1), min_size=2, max_size=2)))
    entries[first], entries[second] = entries[second], entries[first]
    numbered = [replace(entry, seq=seq) for seq, entry in enumerate(entries, start=1)]
    assert first_broken(numbered) == first + 1


def test_the_hash_says_who_did_what_to_which_thing_and_never_mixes_them_up() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    told_apart = {
        chain(GENESIS, 1, Note(at, "anna", "home_viewed", "h1")),
        chain(GENESIS, 1, Note(at, "ann", "ahome_viewed", "h1")),
        chain(GENESIS, 1, Note(at, "anna", "home_viewed", "", {"h1": ""})),
        chain(GENESIS, 2, Note(at, "anna", "home_viewed", "h1")),
        chain("1" * 64, 1, Note(at, "anna", "home_viewed", "h1")),
    }
    assert len(told_apart) == 5


def test_the_hash_of_an_entry_stays_the_same_from_one_version_to_the_next() -> None:
    # Journals of years are checked by later versions: a change of this figure breaks every one of them.
    note = Note(datetime(2026, 11, 23, 8, tzinfo=UTC), "anna", "home_viewed", "h1", {"why": "楼栋 3", "n": 1})
    assert chain(GENESIS, 1, note) == "1f7cf24c19aa4cfc8b38514ad0a7de36970c5a0c7a53a012498f3b503f3bd466"


# Looking along the chain in slices, and from where it last ended.


def looked_at(entries: list[Entry], sizes: list[int]) -> tuple[Head, int, list[int]]:
    """Look along a journal in slices of these sizes, then along the rest."""
    head, checked, breaks = Head(), 0, list[int]()
    rest = list(entries)
    for size in [*sizes, len(rest)]:
        found = follow(rest[:size], head)
        rest = rest[size:]
        head, checked = found.head, checked + found.checked
        breaks += found.breaks
    return head, checked, breaks


@given(JOURNALS, st.lists(st.integers(0, 4), max_size=4), st.sets(st.integers(0, 7)))
def test_in_slices_the_same_is_found_as_in_one_go(notes: list[Note], sizes: list[int], changed: set[int]) -> None:
    entries = written(notes)
    for position in changed & set(range(len(entries))):
        entries[position] = replace(entries[position], note=replace(entries[position].note, actor="somebody else"))
    assert looked_at(entries, sizes) == looked_at(entries, [])


@given(JOURNALS, st.sets(st.integers(0, 7)))
def test_each_changed_entry_is_found_once_and_no_other(notes: list[Note], changed: set[int]) -> None:
    entries = written(notes)
    places = changed & set(range(len(entries)))
    for position in places:
        entries[position] = replace(entries[position], note=replace(entries[position].note, actor="somebody else"))
    _, checked, breaks = looked_at(entries, [])
    assert checked == len(entries)
    assert breaks == sorted(position + 1 for position in places)


@given(JOURNALS, st.integers(0, 8), st.integers(0, 8), st.lists(NOTES, max_size=8))
def test_what_was_kept_apart_shows_a_cut_also_after_more_was_written(
    notes: list[Note], kept_at: int, cut: int, more: list[Note]
) -> None:
    """Entries after what was kept can be cut off unseen: that is why it is kept hourly and printed on each copy."""
    entries = written(notes)
    kept_at, left = min(kept_at, len(entries)), min(cut, len(entries))
    kept = Head(kept_at, entries[kept_at - 1].hash) if kept_at else None
    now = written([*notes[:left], *more])
    end = Head(len(now), now[-1].hash) if now else Head()
    there = now[kept_at - 1].hash if 0 < kept_at <= len(now) else None
    same = now[:kept_at] == entries[:kept_at]
    found = cut_at(kept, end, there)
    if same:
        assert found is None
    else:
        assert found is not None
        assert found <= kept_at
    assert first_broken(now) is None, "the chain itself shows nothing"


def test_a_person_takes_note_of_what_is_known_now_and_not_of_what_comes() -> None:
    found = Checkpoint(breaks=(3, 9), known=(3,), cut_at=7)
    assert found.first_news == 7
    assert found.noted().first_news is None
    assert replace(found.noted(), breaks=(3, 9, 12)).first_news == 12
    assert Checkpoint().first_news is None


def test_all_of_it_is_looked_at_once_a_night() -> None:
    night = datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert full_check_due(None, night, 15)
    assert not full_check_due(night - timedelta(hours=1), night, 3)
    assert full_check_due(night - timedelta(hours=23), night, 3)
    assert not full_check_due(night - timedelta(hours=23), night, 15)
    assert full_check_due(night - timedelta(days=3), night, 15)
    # A clock that was set back must not put it off for ever.
    assert full_check_due(night + timedelta(days=1), night, 15)
