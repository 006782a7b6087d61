//! A programme out of a list of numbers: small, of every construct some, and written down as files.

use std::fmt::Write;

use kalends::workflow::Source;

/// What a duty's date counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    Entered,
    Opened,
    Closes,
    Decided,
    Mark(&'static str),
    Due,
}

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Always,
    Marked(&'static str),
    Unmarked(&'static str),
    Large,
}

/// A reminder: days from the last day, and to whom.
#[derive(Clone, Debug)]
pub struct Reminder {
    pub days: i64,
    pub to: Vec<&'static str>,
}

/// A duty of a state.
#[derive(Clone, Debug)]
pub struct Duty {
    pub kind: &'static str,
    pub state: String,
    pub name: String,
    pub base: Base,
    pub days: i64,
    pub when: When,
    pub reminders: Vec<Reminder>,
}

/// A programme: what the oracle reads, and the same as text.
#[derive(Clone, Debug)]
pub struct Programme {
    pub catch_up: &'static str,
    pub in_call: bool,
    pub duties: Vec<Duty>,
    pub text: String,
}

/// Errors that a made-up programme may contain: it is left out then. Any other error is the generator's own fault.
pub const HONEST: [&str; 3] = ["endless-loop", "dead-end", "due-before-opening"];

const MARKS: [&str; 3] = ["a", "b", "c"];
const ADDRESSES: [&str; 4] = ["member", "member.head", "office", "member.contact"];

struct Choices<'a> {
    left: std::slice::Iter<'a, u16>,
    states: usize,
    in_call: bool,
}

impl Choices<'_> {
    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.left.next().copied().unwrap_or(0)) % bound
    }

    fn days(&mut self, most: usize) -> i64 {
        i64::try_from(1 + self.below(most)).expect("small")
    }

    fn mark(&mut self) -> &'static str {
        MARKS[self.below(3)]
    }

    fn when(&mut self) -> When {
        match self.below(6) {
            0 => When::Marked(self.mark()),
            1 => When::Unmarked(self.mark()),
            2 => When::Large,
            _ => When::Always,
        }
    }

    fn base(&mut self) -> (Base, i64) {
        let days = self.days(90);
        match self.below(6) {
            0 => (Base::Opened, days),
            1 => (Base::Mark(self.mark()), days),
            2 if self.in_call => (Base::Closes, days - 45),
            3 if self.in_call => (Base::Decided, days - 45),
            _ => (Base::Entered, days),
        }
    }

    fn state(&mut self) -> String {
        match self.below(self.states + 1) {
            number if number == self.states => "gone".to_owned(),
            number => format!("s{number}"),
        }
    }
}

impl Base {
    fn plus(self, days: i64) -> String {
        let base = match self {
            Self::Entered => "entered".to_owned(),
            Self::Opened => "opened".to_owned(),
            Self::Closes => "call.closes".to_owned(),
            Self::Decided => "call.decided".to_owned(),
            Self::Mark(mark) => format!("mark.{mark}"),
            Self::Due => "due".to_owned(),
        };
        match days {
            0 => base,
            1.. => format!("{base} + {days} days"),
            _ => format!("{base} - {} days", -days),
        }
    }
}

impl When {
    fn line(self, person: bool) -> String {
        let text = match self {
            Self::Always => return String::new(),
            Self::Marked(mark) => format!("marked('{mark}')"),
            Self::Unmarked(mark) => format!("!marked('{mark}')"),
            Self::Large => "answers.size >= 5".to_owned(),
        };
        let refusal = if person { ", refusal.en = 'No.'" } else { "" };
        format!(", when = \"{text}\"{refusal}")
    }
}

impl Programme {
    /// The programme these numbers stand for.
    pub fn from(numbers: &[u16]) -> Self {
        let mut choices = Choices {
            left: numbers.iter(),
            states: 0,
            in_call: false,
        };
        choices.states = 1 + choices.below(4);
        choices.in_call = choices.below(3) > 0;
        let mut programme = Self {
            catch_up: ["latest", "now", "skip"][choices.below(3)],
            in_call: choices.in_call,
            duties: Vec::new(),
            text: String::new(),
        };
        programme.write(&mut choices).expect("a text takes every line");
        programme
    }

    fn write(&mut self, choices: &mut Choices<'_>) -> std::fmt::Result {
        let names: Vec<String> = (0..choices.states).map(|number| format!("s{number}")).collect();
        let (listed, in_call) = (names.join("', '"), self.in_call);
        write!(
            self.text,
            "title.en = 'T'\nabout.en = 'A'\nzone = 'Europe/Riga'\nlanguages = ['en']\ncatch_up = '{}'\n\
             kinds = ['main', 'report']\n\
             [role.member]\ntitle.en = 'M'\nseats.contact = {{ en = 'C' }}\nseats.head = {{ en = 'H' }}\n\
             [role.office]\ntitle.en = 'O'\nsees = 'all'\nruns = true\n",
            self.catch_up
        )?;
        if in_call {
            self.text.push_str(
                "[call]\nopens = { cron = '0 0 0 1 3 *' }\ncloses = { cron = '0 0 0 1 5 *' }\n\
                 dates.decided = 'call.closes + 1 month'\n",
            );
        }
        write!(
            self.text,
            "[main]\ntitle.en = 'Main'\nowner = 'member'\nform = 'paper'\nin_call = {in_call}\nopen_by = ['member']\n\
             states = ['{listed}', 'gone']\n"
        )?;
        for name in &names {
            self.state(name, choices)?;
        }
        self.text.push_str("[main.gone]\ntitle.en = 'Gone'\nfinal = true\n");
        self.report(choices)
    }

    fn state(&mut self, name: &str, choices: &mut Choices<'_>) -> std::fmt::Result {
        writeln!(self.text, "[main.{name}]\ntitle.en = 'S'\nedits = 'member'")?;
        for number in 0..1 + choices.below(3) {
            let (base, days) = choices.base();
            let duty = Duty {
                kind: "main",
                state: name.to_owned(),
                name: format!("{name}-d{number}"),
                base,
                days,
                when: choices.when(),
                reminders: reminders(choices),
            };
            self.duty(duty)?;
        }
        if choices.below(3) == 0 {
            writeln!(
                self.text,
                "[main.{name}.cycle.c]\nopens = 'report'\ndue = {{ cron = '0 0 0 1 {} *' }}\nevery = {}\n\
                 after = 'entry.since'\nopen_before = '{} days'",
                1 + choices.below(12),
                1 + choices.below(2),
                choices.days(90)
            )?;
        }
        self.events(name, choices)
    }

    fn events(&mut self, name: &str, choices: &mut Choices<'_>) -> std::fmt::Result {
        writeln!(
            self.text,
            "[main.{name}.on]\nleave = {{ by = 'member', to = 'gone', title.en = 'L' }}\n\
             enter = {{ by = 'office', form = 'entry', title.en = 'E', tell = ['member: word'] }}\n\
             hand-in = {{ by = 'member', complete = true, title.en = 'H' }}"
        )?;
        for number in 0..choices.below(4) {
            let to = if choices.below(3) == 0 {
                String::new()
            } else {
                format!(", to = '{}'", choices.state())
            };
            let by = ["'member'", "'office'", "['member.head', 'office']"][choices.below(3)];
            let (when, marks) = (choices.when().line(true), marks(choices));
            writeln!(
                self.text,
                "e{number} = {{ by = {by}{to}{when}{marks}, title.en = 'E', tell = ['office: word'] }}"
            )?;
        }
        for number in 0..choices.below(3) {
            let (base, days) = choices.base();
            let at = base.plus(days);
            if choices.below(2) == 0 {
                let mark = choices.mark();
                writeln!(
                    self.text,
                    "t{number} = {{ at = '{at}', marks = ['{mark}'], when = \"!marked('{mark}')\" }}"
                )?;
            } else {
                let (to, when, marks) = (choices.state(), choices.when().line(false), marks(choices));
                writeln!(self.text, "t{number} = {{ at = '{at}', to = '{to}'{when}{marks} }}")?;
            }
        }
        if choices.below(3) == 0 {
            let upon = if self.in_call { "call.moved" } else { "report.submit" };
            let (to, when, marks) = (choices.state(), choices.when().line(false), marks(choices));
            writeln!(self.text, "u = {{ upon = '{upon}', to = '{to}'{when}{marks} }}")?;
        }
        Ok(())
    }

    fn report(&mut self, choices: &mut Choices<'_>) -> std::fmt::Result {
        self.text.push_str(
            "[report]\ntitle.en = 'Report'\nowner = 'member'\nstates = ['open', 'done']\n\
             [report.open]\ntitle.en = 'Open'\n",
        );
        let days = choices.days(30) - 15;
        let duty = Duty {
            kind: "report",
            state: "open".to_owned(),
            name: "file".to_owned(),
            base: Base::Due,
            days,
            when: if choices.below(2) == 0 {
                When::Unmarked("a")
            } else {
                When::Always
            },
            reminders: reminders(choices),
        };
        self.duty(duty)?;
        self.text.push_str(
            "[report.open.on]\nsubmit = { by = 'member', to = 'done', title.en = 'S', tell = ['office: word'] }\n\
             late = { at = 'due + 20 days', marks = ['a'], when = \"!marked('a')\" }\n\
             left = { upon = 'main.leave', to = 'done' }\n\
             [report.done]\ntitle.en = 'Done'\nfinal = true\n",
        );
        Ok(())
    }

    fn duty(&mut self, duty: Duty) -> std::fmt::Result {
        let (kind, state, name) = (duty.kind, &duty.state, &duty.name);
        let due = duty.base.plus(duty.days);
        writeln!(
            self.text,
            "[{kind}.{state}.duty.{name}]\ntitle.en = 'D'\nof = 'member'\ndue = '{due}'"
        )?;
        let when = duty.when.line(false);
        writeln!(self.text, "{}\nremind = [", when.trim_start_matches(", "))?;
        for reminder in &duty.reminders {
            let offset = match reminder.days {
                0 => "on = 'due'".to_owned(),
                1.. => format!("after = '{} days'", reminder.days),
                _ => format!("before = '{} days'", -reminder.days),
            };
            writeln!(
                self.text,
                "  {{ {offset}, letter = 'note', to = ['{}'] }},",
                reminder.to.join("', '")
            )?;
        }
        self.text.push_str("]\n");
        self.duties.push(duty);
        Ok(())
    }

    /// The programme as files.
    pub fn source(&self) -> Source {
        let field = "title.en = 'F'\nsections = ['p']\n[p]\ntitle.en = 'P'\n";
        let paper =
            "fields = ['size']\n[p.size]\nlabel.en = 'S'\ntype = 'integer'\nmin = 0\nmax = 10\nrequired = true\n";
        let entry =
            "fields = ['since']\n[p.since]\nlabel.en = 'S'\ntype = 'date'\nrequired = true\ndefault = 'today'\n";
        let files = [
            ("workflow.toml", self.text.clone()),
            ("forms/paper.toml", format!("{field}{paper}")),
            ("forms/entry.toml", format!("{field}{entry}")),
            ("letters/note.en.md", "# Note\n\nA note.\n".to_owned()),
            ("letters/word.en.md", "# Word\n\nA word.\n".to_owned()),
        ];
        Source {
            name: "made-up".to_owned(),
            files: files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect(),
        }
    }
}

fn marks(choices: &mut Choices<'_>) -> String {
    match choices.below(4) {
        0 => format!(", marks = ['{}']", choices.mark()),
        1 => format!(", clears = ['{}']", choices.mark()),
        _ => String::new(),
    }
}

/// Reminders on different days, so that two of one duty never leave together.
fn reminders(choices: &mut Choices<'_>) -> Vec<Reminder> {
    let mut found: Vec<Reminder> = Vec::new();
    for _ in 0..1 + choices.below(4) {
        let days = choices.days(40) - 25;
        if found.iter().all(|known| known.days != days) {
            let mut to = vec![ADDRESSES[choices.below(4)]];
            if choices.below(3) == 0 {
                to.push("office");
                to.dedup();
            }
            found.push(Reminder { days, to });
        }
    }
    found
}
