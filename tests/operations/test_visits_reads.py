"""The day at the desk: who comes, how each visit stands, and what matters of it."""

from datetime import UTC, datetime, time, timedelta

from deqi.core.roles import Role
from deqi.core.visits import Purpose, Step
from deqi.operations import episodes, visits, visits_reads
from tests import clinic
from tests.charted import TERMS
from tests.clinic import TODAY, at, book, read, write

TOMORROW = TODAY + timedelta(days=1)


def lines(actor, **asked):
    return visits_reads.day(read(actor), **asked).lines


def kinds(actor):
    (line,) = lines(actor)
    return [str(each.kind) for each in line.cues]


class TestDay:
    def test_lists_the_day_by_time_in_the_clinics_zone(self, house):
        book(house, 14)
        book(house, 9)
        book(house, 9, on=TOMORROW)
        day = visits_reads.day(read(house.desk))
        assert (day.on, day.today, day.clinic) == (TODAY, TODAY, "Garden Clinic")
        assert [each.starts.time() for each in day.lines] == [time(9), time(14)]
        first = day.lines[0]
        assert (first.name, first.number) == ("Ada Example", 1)
        assert (first.purpose, first.step) == (Purpose.TREATMENT, Step.BOOKED)
        assert first.practitioner_name == "Needles Example"

    def test_another_day_is_asked_by_its_date(self, house):
        book(house, 9, on=TOMORROW)
        assert lines(house.desk) == ()
        assert len(lines(house.desk, on=TOMORROW)) == 1

    def test_mine_are_those_of_the_practitioner(self, house):
        other = clinic.hire(
            house.network, house.clinic, house.practitioner.role, "b@x.org"
        )
        book(house)
        assert lines(other, mine=True) == ()
        assert len(lines(house.practitioner, mine=True)) == 1
        assert len(lines(other)) == 1

    def test_another_clinics_day_is_not_seen(self, house):
        book(clinic.second(house))
        assert lines(house.desk) == ()

    def test_asks_as_much_for_ten_visits_as_for_one(self, house):
        book(house, 9)
        with clinic.asked() as one:
            lines(house.practitioner)
        for hour in range(10, 19):
            book(house, hour)
        with clinic.asked() as ten:
            assert len(lines(house.practitioner)) == 10
        assert len(one) == len(ten) == 5

    def test_whose_day_was_opened_is_on_record(self, house, owner):
        book(house)
        lines(house.desk)
        kept = owner.execute(
            "SELECT patient FROM audit_event WHERE operation = 'visits.day'"
        ).fetchall()
        assert kept == [(house.patient,)]


class TestSteps:
    def test_offers_what_may_follow_now(self, house):
        visit = book(house)
        assert lines(house.desk)[0].steps == (Step.ARRIVED,)
        with at(datetime(2026, 11, 23, 10, 10, tzinfo=UTC)):
            assert lines(house.desk)[0].steps == (Step.ARRIVED, Step.MISSED)
            visits.step(write(house.desk), visit, Step.ARRIVED)
            assert lines(house.desk)[0].steps == (Step.BOOKED,)
            visits.step(write(house.practitioner), visit, Step.BEGUN)
            assert lines(house.practitioner)[0].steps == ()

    def test_offers_nothing_before_the_day_and_nothing_to_a_manager(self, house):
        book(house)
        book(house, on=TOMORROW)
        assert lines(house.desk, on=TOMORROW)[0].steps == ()
        assert lines(house.manager)[0].steps == ()


class TestMarks:
    def test_a_first_visit_is_new_unscreened_and_without_consent(self, house):
        book(house)
        assert kinds(house.practitioner) == ["unscreened", "consent", "new"]

    def test_the_desk_is_told_nothing_of_the_chart(self, house):
        book(house)
        assert kinds(house.desk) == ["consent", "new"]
        assert lines(house.desk)[0].trend is None


class TestChoices:
    def test_the_complaint_is_told_to_practitioners_alone(self, house):
        episodes.change(write(house.practitioner), house.episode, TERMS)
        named = {
            actor.role: visits_reads.choices(read(actor), patient=house.patient)
            for actor in (house.practitioner, house.desk, house.manager)
        }
        told = {role: found.episodes[0].name for role, found in named.items()}
        since = "Since 23 November 2026"
        assert told == {
            Role.PRACTITIONER: "Low back pain, since 23 November 2026",
            Role.FRONT_DESK: since,
            Role.CLINIC_MANAGER: since,
        }
