#!/usr/bin/env python3
"""Makes rules for dates at random, and says which dates they give.

Workflow files and cases go to standard output, one JSON value a line; the test `workflow::compare` reads the files with
the language's own parser and must come to the same dates. Nothing here is taken from the Rust code: recurrences are
dateutil's rrule, lengths are dateutil's relativedelta, holidays are those of the package `holidays`, zones are read by
zoneinfo from the system's IANA data (dateutil's own zone reader knows no rule after 2037).

Where the sources differ from what the program promises, and why that is right:
- `holidays` also lists the working days that Latvia's Cabinet moves year by year ("Brīvdiena (pārcelta no …)", Cabinet
  orders listed in its source). They bind state offices and are no public holidays of the law of 3 October 1990; a
  workflow lists them itself. They are left out here.
- In 2100 it puts Georgia's Mariamoba on 29 August, since the church's calendar falls a day further behind in that March.
  The Labour Code (article 30) names the day itself, 28 August, and so does the program.
- rrule gives nothing on 29 February in other years, relativedelta gives the 28th: the first is what a rule says, the
  second what a length says. A member's own day of the year is the 28th then.
"""

import argparse
import calendar
import json
import random
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta
from dateutil.rrule import FR, MO, SA, SU, TH, TU, WE, YEARLY, rrule

ZONES = [
    "Europe/Riga", "Europe/Riga", "Asia/Tbilisi", "Asia/Tbilisi", "America/New_York", "Africa/Cairo",
    "America/Santiago", "Australia/Lord_Howe", "Atlantic/Azores", "Pacific/Apia",
]
WEEKDAYS = {"Mon": MO, "Tue": TU, "Wed": WE, "Thu": TH, "Fri": FR, "Sat": SA, "Sun": SU}
FIRST, LAST, HORIZON = date(2000, 1, 1), date(2090, 12, 31), date(2099, 6, 30)
DAY, MICRO, MIDNIGHT = timedelta(days=1), timedelta(microseconds=1), time(0)


def instant(civil, zone):
    """In a gap the later instant, in a fold the first: what PEP 495 calls fold 0."""
    return civil.replace(tzinfo=zone).astimezone(timezone.utc)


def said(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def last_day(end):
    return (end - MICRO).date()


# ------------------------------------------------------------------------------------------------------ working days


def public_holidays(country, years):
    found = set()
    for day, names in holidays.country_holidays(country, years=years, language={"LV": "lv", "GE": "ka"}[country]).items():
        if any(not name.startswith("Brīvdiena (pārcelta no") for name in names.split("; ")):
            found.add(date(2100, 8, 28) if (country, day) == ("GE", date(2100, 8, 29)) else day)
    return found


ALL_HOLIDAYS = {country: public_holidays(country, range(1999, 2102)) for country in ("LV", "GE")}


class Workdays:
    def __init__(self, draw):
        self.country = draw.choice(["LV", "GE", None])
        self.off = {some_day(draw) for _ in range(draw.randrange(12))}
        self.worked = {some_day(draw) for _ in range(draw.randrange(12))} - self.off
        self.public = ALL_HOLIDAYS.get(self.country, set())

    def works(self, day):
        if day in self.worked:
            return True
        return day.weekday() < 5 and day not in self.public and day not in self.off

    def nearest(self, day, step):
        while not self.works(day):
            day += step * DAY
        return day

    def away(self, day, count, step):
        for _ in range(count):
            day = self.nearest(day + step * DAY, step)
        return day

    def toml(self):
        country = f'country = "{self.country}"\n' if self.country else ""
        listed = lambda days: "[" + ", ".join(map(str, sorted(days))) + "]"
        lists = "".join(f"{key} = {listed(days)}\n" for key, days in (("holidays", self.off), ("works", self.worked)) if days)
        return f"[workdays]\n{country}{lists}"


# ----------------------------------------------------------------------------------------- lengths and what is done last


class Span:
    def __init__(self, draw, units):
        self.unit = draw.choice(units)
        most = {"hours": 90, "days": 200, "weeks": 30, "months": 30, "years": 4, "working days": 25}[self.unit]
        self.count = draw.randint(1, most)

    def __str__(self):
        return f"{self.count} {self.unit if self.count > 1 else self.unit[:-1]}"

    def moved(self, moment, sign, workdays):
        """A day or a civil time so much later or earlier."""
        if self.unit == "working days":
            if isinstance(moment, datetime):
                day = last_day(moment)
                return moment + (workdays.away(day, self.count, sign) - day)
            return workdays.away(moment, self.count, sign)
        return moment + relativedelta(**{self.unit: self.count * sign})


BY_DAY = ["days", "days", "weeks", "months", "months", "years", "working days"]


class Adjust:
    def __init__(self, draw=None):
        self.month_end, self.shift, self.at = False, None, None
        if draw is None:
            return
        self.month_end = draw.random() < 0.2
        self.shift = draw.choice([None, None, "next working day", "previous working day"])
        self.at = draw.choice([None, None, None, time(18, 0), time(3, 30), time(2, 30), time(12, 5), time(23, 59)])

    def empty(self):
        return not (self.month_end or self.shift or self.at)

    def day(self, day, workdays):
        if self.month_end:
            day += relativedelta(day=31)
        if self.shift:
            day = workdays.nearest(day, 1 if self.shift.startswith("next") else -1)
        return day

    def end(self, day, own=None):
        at = self.at or own
        return datetime.combine(day, at) if at else datetime.combine(day + DAY, MIDNIGHT)

    def words(self):
        hour = self.at and self.at.strftime("%H:%M")
        return [word for word in ("month end" if self.month_end else None, self.shift, hour) if word]


# ---------------------------------------------------------------------------------------------------- rules for dates


class Cron:
    """A cron text and the same rule for rrule; both want day and weekday to match."""

    def __init__(self, draw, hours=(0, 0, 0, 18, 9)):
        months = sorted(draw.sample(range(1, 13), draw.choice([1, 1, 1, 2, 4])))
        self.hour, self.minute = draw.choice(hours), 0
        days, weekdays = [draw.randint(1, 31)], None
        shape = draw.randrange(8)
        if shape == 0:
            months = None
        elif shape == 1:
            days, months = [29], [2]
        elif shape == 2:
            first = draw.choice([1, 8, 15])
            days, weekdays = list(range(first, first + 7)), [draw.choice(list(WEEKDAYS))]
        elif shape == 3:
            days, weekdays = None, draw.sample(list(WEEKDAYS), draw.randint(1, 2))
        elif shape == 4:
            days = sorted(draw.sample(range(1, 29), 2))
        elif days[0] > 28 and not any(days[0] <= calendar.monthrange(2028, month)[1] for month in months):
            days = [28]
        self.days, self.months, self.weekdays = days, months, weekdays
        self.text = " ".join(["0", str(self.minute), str(self.hour), part(days), part(months), part(weekdays)])

    def firings(self, after):
        rule = rrule(
            YEARLY, dtstart=datetime(after.year, 1, 1), bymonth=self.months, bymonthday=self.days or range(1, 32),
            byweekday=self.weekdays and [WEEKDAYS[name] for name in self.weekdays],
            byhour=self.hour, byminute=self.minute, bysecond=0,
        )
        return rule.xafter(after)


def part(values):
    return ",".join(map(str, values)) if values else "*"


class Dates:
    """A rule: where its days come from, and what is done to them."""

    def __init__(self, draw, sources, boards, near, plain=0.3):
        self.kind = draw.choice(sources)
        self.steps, self.adjust = [], Adjust()
        if self.kind == "cron":
            self.cron = Cron(draw)
        elif self.kind == "dates":
            self.list = sorted({near + timedelta(days=draw.randint(-900, 5000)) for _ in range(draw.randint(1, 14))})
        elif self.kind == "calendar":
            self.name, self.calendar = draw.choice(list(boards.items()))
        if draw.random() > plain:
            self.steps = [(key, sign, Span(draw, BY_DAY)) for key, sign in (("plus", 1), ("minus", -1)) if draw.random() < 0.35]
            self.adjust = Adjust(draw)

    def keys(self):
        keys = [f"{key} = \"{span}\"" for key, _, span in self.steps]
        if self.adjust.month_end:
            keys.append('to = "month end"')
        if self.adjust.shift:
            keys.append(f'shift = "{self.adjust.shift}"')
        if self.adjust.at:
            keys.append(f'at = "{self.adjust.at:%H:%M}"')
        source = {
            "cron": lambda: f'cron = "{self.cron.text}"',
            "dates": lambda: "dates = [" + ", ".join(map(str, self.list)) + "]",
            "calendar": lambda: f'calendar = "{self.name}"',
            "each": lambda: 'each = "own.year_end"',
            "anchor": lambda: "",
        }[self.kind]()
        return list(filter(None, [source, *keys]))

    def toml(self):
        return ", ".join(self.keys())

    def raw(self, start, side, own, workdays):
        """Days later than `start` as the source gives them, with its hour."""
        if self.kind == "cron":
            after = datetime.combine(start + DAY, MIDNIGHT) - (timedelta(seconds=1) if side == "opens" else timedelta(0))
            seen = None
            for firing in self.cron.firings(after):
                day = firing.date() if side == "opens" else last_day(firing)
                if day.year > 2100:
                    return
                if day != seen:
                    yield day, (firing.time() if firing.time() != MIDNIGHT else None)
                seen = day
        elif self.kind == "dates":
            yield from ((day, None) for day in self.list if day > start)
        elif self.kind == "calendar":
            # Days of the calendar that fall together are one.
            seen = start
            for day, _ in self.calendar.found(start - timedelta(days=3500), "opens", None, workdays):
                if day > seen:
                    seen = day
                    yield day, None
        elif self.kind == "each":
            for year in range(start.year, 2101):
                day = date(year, own[0], 1) + relativedelta(day=own[1])
                if day > start:
                    yield day, None

    def done(self, raw, hour, side, workdays):
        day = raw
        for _, sign, span in self.steps:
            day = span.moved(day, sign, workdays)
        day = self.adjust.day(day, workdays)
        if side == "opens":
            return day, datetime.combine(day, self.adjust.at or hour or MIDNIGHT)
        return day, self.adjust.end(day, hour)

    def found(self, start, side, own, workdays):
        for raw, hour in self.raw(start, side, own, workdays):
            yield self.done(raw, hour, side, workdays)

    def after(self, moment, side, workdays):
        for _, when in self.found(moment.date() - timedelta(days=4000), side, None, workdays):
            if when > moment:
                return when
        return None


def some_day(draw):
    """A day, more often than not one at which calendars are odd."""
    year = draw.randint(FIRST.year, LAST.year)
    odd = [
        date(year, 2, 28), date(year, 12, 31), date(year, 1, 1), date(year, 1, 31), date(year, 3, 31), date(year, 5, 4),
        date(year, 11, 18), date(year, 12, 24), date(year, 3, 8), date(year, 4, 30), date(year - year % 4, 2, 29),
    ]
    any_day = date(year, 1, 1) + timedelta(days=draw.randrange(365))
    return draw.choice(odd) if draw.random() < 0.4 else any_day


def change_of_clocks(draw, zone):
    """A civil time near a change of the clocks, or any."""
    day = datetime.combine(some_day(draw), MIDNIGHT)
    for _ in range(190):
        if draw.random() < 0.02:
            break
        if (day + DAY).replace(tzinfo=zone).utcoffset() != day.replace(tzinfo=zone).utcoffset():
            break
        day += DAY
    return day + timedelta(minutes=draw.choice([0, 0, 30, 60, 90, 120, 150, 180, 210, 240, draw.randrange(1440)]))


# ----------------------------------------------------------------------------------------------------------- the cases


def cycle(draw, name, boards, workdays, zone):
    anchor = some_day(draw)
    own = (draw.randint(1, 12), draw.randint(1, 31))
    own = (own[0], min(own[1], calendar.monthrange(2028, own[0])[1]))
    if draw.random() < 0.3:
        span = Span(draw, ["days", "weeks", "months", "months", "years"])
        dates, every = Dates(draw, ["anchor"], boards, anchor, plain=0.5), span
    else:
        dates, every = Dates(draw, ["cron", "cron", "dates", "calendar", "each"], boards, anchor), draw.choice([1, 1, 2, 2, 3, 5])
        if dates.kind in ("dates", "calendar") and draw.random() < 0.7:
            every = None
    times = draw.choice([None, None, None, 1, 2, 4])
    keys = [f'[grant.running.cycle.{name}]\nopens = "report"\nafter = "own.since"\nopen_before = "1 day"']
    if dates.kind != "anchor" or dates.toml():
        keys.append(f"due = {{ {dates.toml()} }}")
    if every:
        keys.append(f'every = "{every}"' if isinstance(every, Span) else f"every = {every}")
    if times:
        keys.append(f"times = {times}")
    dealt_with = draw.choice([None, None, anchor + timedelta(days=draw.randint(-400, 4000))])

    def candidates():
        if isinstance(every, Span):
            for step in range(1, 20000):
                raw = anchor + relativedelta(**{every.unit: every.count * step})
                if raw.year > 2100:
                    return
                yield dates.done(raw, None, "closes", workdays)
        elif dates.kind == "each":
            for raw, hour in islice(dates.raw(anchor, "closes", own, workdays), every - 1, None, every):
                yield dates.done(raw, hour, "closes", workdays)
        else:
            for raw, hour in dates.raw(anchor, "closes", own, workdays):
                years = raw.year - anchor.year
                if every is None or (years > 0 and years % every == 0):
                    yield dates.done(raw, hour, "closes", workdays)

    expected, more, count = [], False, 0
    floor = max(anchor, dealt_with or anchor)
    for day, end in candidates():
        if times and count >= times:
            break
        count += 1
        if day > HORIZON:
            more = True
            break
        if day > floor:
            expected.append([str(day), said(instant(end, zone))])
            floor = day
            if len(expected) == 4:
                more = True
                break
    case = {
        "case": "cycle", "name": name, "anchor": str(anchor), "own": f"{own[0]:02}-{own[1]:02}",
        "dealt_with": dealt_with and str(dealt_with), "expected": expected, "more": more,
    }
    return "\n".join(keys) + "\n", case


def duty(draw, name, boards, workdays, zone):
    moments = {key: change_of_clocks(draw, zone).replace(second=draw.choice([0, 0, 17])) for key in ("mark.awarded", "entered")}
    moments["call.closes"] = datetime.combine(some_day(draw), draw.choice([MIDNIGHT, MIDNIGHT, time(18, 0)]))
    moments["due"] = datetime.combine(some_day(draw), MIDNIGHT)
    since = some_day(draw)
    moments["own.since"] = datetime.combine(since, MIDNIGHT)
    month = draw.randint(1, 12)
    own = (month, draw.randint(1, calendar.monthrange(2028, month)[1]))
    instants = {key: instant(moment, zone) for key, moment in moments.items()}

    far = []  # Dates beyond what rules are followed to; such a text is not compared.

    def timing(depth):
        """The text, the civil time it means (nothing when the days have run out), whether that ends a day, and whether
        nothing is done to its base."""
        listed = draw.random() < (0.25 if depth else 0.2) and depth < 2
        if listed:
            inner_text, inner, ends, inner_bare = timing(depth + 1)
            among, day = None, None
            if inner is not None:
                after = last_day(inner) if ends else inner.date()
            if draw.random() < 0.6:
                among, board = draw.choice(list(boards.items()))
                if inner is not None:
                    days = (day for day, _ in board.found(after - timedelta(days=3500), "opens", None, workdays))
                    day = next((found for found in days if found > after), None)
            else:
                among = "own.year_end"
                if inner is not None:
                    day = next(found for year in (after.year, after.year + 1)
                               if (found := date(year, own[0], 1) + relativedelta(day=own[1])) > after)
            text = f"next {among} after " + (inner_text if inner_bare else f"({inner_text})")
            base = day and datetime.combine(day, MIDNIGHT)
            far.extend([day] * (day is not None and day > HORIZON))
            deadline = False
        else:
            key = draw.choice(list(moments))
            text, deadline = key, key in ("call.closes", "due")
            base = instants[key].astimezone(zone).replace(tzinfo=None)
        units = BY_DAY + (["hours"] if draw.random() < 0.15 else [])
        steps = [(draw.choice([1, 1, -1]), Span(draw, units)) for _ in range(draw.choice([0, 1, 1, 1, 2, 3]))]
        adjust = Adjust(draw) if draw.random() < 0.5 else None
        if adjust and adjust.empty():
            adjust = None
        text += "".join(f" {'+' if sign > 0 else '-'} {span}" for sign, span in steps)
        text += "".join(f", {word}" for word in (adjust.words() if adjust else []))
        bare = not steps and not adjust
        if base is None:
            return text, None, True, bare
        if not steps and not adjust and not listed:
            return text, base, deadline, bare
        if deadline or any(span.unit == "hours" for _, span in steps):
            end = base
            for sign, span in steps:
                end = span.moved(end, sign, workdays)
            if adjust:
                kept = end.time() if end.time() != MIDNIGHT else None
                end = adjust.end(adjust.day(last_day(end), workdays), kept)
        else:
            day = base.date()
            for sign, span in steps:
                day = span.moved(day, sign, workdays)
            end = adjust.end(adjust.day(day, workdays)) if adjust else datetime.combine(day + DAY, MIDNIGHT)
        far.extend([end] * (end.date() > HORIZON))
        # What is an instant in between stands on a clock that may have been changed.
        end = instant(end, zone).astimezone(zone).replace(tzinfo=None) if depth else end
        return text, end, bool(steps or adjust or listed or deadline), bare

    while True:
        far.clear()
        text, end, *_ = timing(0)
        if len(text) < 290 and " " in text and not far:
            break
    keys = f'[grant.running.duty.{name}]\ntitle.en = "d"\nof = "owner"\ndue = "{text}"\n'
    case = {
        "case": "duty", "name": name, "text": text, "own": f"{own[0]:02}-{own[1]:02}", "since": str(since),
        "instants": {key: said(moment) for key, moment in instants.items()},
        "expected": end and said(instant(end, zone)),
    }
    return keys, case


def window(draw, boards, workdays, zone):
    near = some_day(draw)
    opens = Dates(draw, ["cron", "cron", "dates", "calendar"], boards, near)
    closes = Dates(draw, ["cron", "cron", "dates", "calendar"], boards, near)
    now = datetime.combine(near, time(draw.randrange(24), draw.randrange(60)))
    begins = opens.after(now, "opens", workdays)
    ends = begins and closes.after(begins, "closes", workdays)
    both = [said(instant(begins, zone)), said(instant(ends, zone))] if ends and ends.date() < HORIZON else None
    keys = f"[call]\nopens = {{ {opens.toml()} }}\ncloses = {{ {closes.toml()} }}\n"
    compare = both is not None or not ends
    return keys, {"case": "call", "now": said(instant(now, zone)), "expected": both} if compare else None


def firings(draw):
    """A cron rule at and around a change of the clocks: each firing with its instant, never going back."""
    name = draw.choice(ZONES)
    zone = ZoneInfo(name)
    start = change_of_clocks(draw, zone) - timedelta(days=draw.choice([0, 0, 1, 2]))
    cron = Cron(draw, hours=(0, 1, 2, 3, 3))
    if draw.random() < 0.7:
        cron.days = cron.months = cron.weekdays = None
        cron.minute = draw.choice([0, 15, 30, 45])
        cron.text = f"0 {cron.minute} {cron.hour} * * *"
    expected, before = [], None
    for civil in islice(cron.firings(start), 4):
        if civil.date() > HORIZON:
            break
        moment = instant(civil, zone)
        before = max(before, moment) if before else moment
        expected.append([civil.isoformat(), said(before)])
    return {"case": "firings", "cron": cron.text, "zone": name, "after": start.isoformat(), "expected": expected}


FORM = """title.en = "Own"
sections = ["own"]
[own]
title.en = "Own"
fields = ["since", "year_end"]
since = { label.en = "Since", type = "date" }
year_end = { label.en = "Year end", type = "month-day" }
"""
FRAME = """title.en = "Comparison"
about.en = "Comparison"
zone = "{zone}"
languages = ["en"]
kinds = ["grant", "report"]
[role.owner]
title.en = "Owner"
seats.contact = {{ en = "Contact" }}
[grant]
title.en = "Grant"
owner = "owner"
form = "own"
in_call = true
states = ["running"]
[grant.running]
title.en = "Running"
[report]
title.en = "Report"
owner = "owner"
states = ["open"]
[report.open]
title.en = "Open"
"""


def workflow(draw, number, cycles, duties):
    name = ZONES[number % len(ZONES)]
    zone, workdays = ZoneInfo(name), Workdays(draw)
    boards, parts, cases = {}, [FRAME.format(zone=name), workdays.toml()], []
    for board in ("board", "council", "session"):
        boards[board] = Dates(draw, ["cron", "dates"], {}, some_day(draw), plain=0.7)
        boards[board].adjust.at = None
        parts.append("\n".join([f"[calendar.{board}]", 'title.en = "b"', *boards[board].keys()]))
    keys, case = window(draw, boards, workdays, zone)
    parts.append(keys)
    cases += [case] if case else []
    for index in range(cycles):
        keys, case = cycle(draw, f"c{index}", boards, workdays, zone)
        parts.append(keys)
        cases.append(case)
    for index in range(duties):
        keys, case = duty(draw, f"d{index}", boards, workdays, zone)
        parts.append(keys)
        cases.append(case)
    yield {"case": "workflow", "files": {"workflow.toml": "\n".join(parts), "forms/own.toml": FORM}}
    yield from cases


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--workflows", type=int, default=48)
    arguments.add_argument("--cycles", type=int, default=150)
    arguments.add_argument("--duties", type=int, default=80)
    given = arguments.parse_args()
    draw = random.Random(given.seed)
    for number in range(given.workflows):
        for line in workflow(draw, number, given.cycles, given.duties):
            print(json.dumps(line, ensure_ascii=False))
    for _ in range(given.workflows * 12):
        print(json.dumps(firings(draw)))
    for country in ("LV", "GE"):
        for year in range(2000, 2101):
            days = sorted(str(day) for day in ALL_HOLIDAYS[country] if day.year == year)
            print(json.dumps({"case": "holidays", "country": country, "year": year, "expected": days}))


if __name__ == "__main__":
    main()
