//! What a condition may say, and that none can hang or crash.

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::workflow::definition::Standing;

fn parse(text: &str) -> Result<Guard, Finding> {
    Guard::parse(text, Place::default())
}

fn facts() -> Facts {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let answers = [
        ("population", json!(24_500)),
        ("fields", json!(["a", "b"])),
        ("budget", json!(1.5)),
    ];
    let answers: crate::workflow::form::Answers = answers.map(|(name, value)| (name.to_owned(), value)).into();
    Facts {
        call_open: Some(true),
        marks: set(&["returned"]),
        signed: set(&["mayor"]),
        attached: set(&["endorsement"]),
        owed: set(&["report"]),
        late: set(&[]),
        standing: Some(Standing::Good),
        forms: [("admission".to_owned(), answers.clone())].into(),
        answers,
        ..Facts::default()
    }
}

#[test]
fn conditions_hold_or_do_not() {
    let table = [
        ("call.open", true),
        ("!call.open", false),
        ("marked('returned')", true),
        ("!marked('overdue') && marked(\"returned\")", true),
        ("(call.open || marked('returned')) && signed('mayor')", true),
        ("signed('contact')", false),
        ("attached('endorsement')", true),
        ("owed('report')", true),
        ("owed('report') && late('report')", false),
        ("standing == 'good'", true),
        ("standing != 'suspended'", true),
        ("answers.population > 10000", true),
        ("answers.budget >= 2.0", false),
        ("forms.admission.population == 24500", true),
        ("answers.fields.exists(f, f == 'b')", true),
        ("'a' in answers.fields", true),
        ("size(answers.fields) == 3", false),
        ("answers.missing == 'x'", false),
        ("answers.missing != 'x'", false),
        ("has(answers.missing)", false),
        ("answers.missing == 'x' || call.open", true),
        ("forms.report.x == 1", false),
    ];
    for (text, wanted) in table {
        let guard = parse(text).unwrap_or_else(|finding| panic!("{finding}"));
        assert_eq!(guard.holds(&facts()), Ok(wanted), "{text}");
    }
}

#[test]
fn without_a_call_it_is_not_open() {
    let none = Facts {
        call_open: None,
        ..facts()
    };
    assert_eq!(
        parse("call.open || marked('returned')").expect("good").holds(&none),
        Ok(true)
    );
    assert_eq!(parse("call.open").expect("good").holds(&none), Ok(false));
}

#[test]
fn wrong_types_are_errors_not_panics() {
    assert!(matches!(
        parse("answers.population + 'x' == 1").expect("good").holds(&facts()),
        Err(GuardError::Evaluation { .. })
    ));
    assert!(matches!(
        parse("answers.population").expect("good").holds(&facts()),
        Err(GuardError::NotBoolean(_))
    ));
}

#[test]
fn what_cannot_be_a_condition_is_refused() {
    let table = [
        ("", "guard-syntax"),
        ("call.open &&", "guard-syntax"),
        ("call.open)", "guard-syntax"),
        ("(call.open", "guard-syntax"),
        ("marked('x", "guard-syntax"),
        ("marked(x)", "guard-syntax"),
        ("marked('a', 'b')", "guard-syntax"),
        ("makred('x')", "guard-unknown-name"),
        ("call.opens", "guard-unknown-name"),
        ("call", "guard-unknown-name"),
        ("answer.x == 1", "guard-unknown-name"),
        ("a; b", "guard-syntax"),
        ("{1: 2}", "guard-syntax"),
        ("answers.a.exists(x, answers.b.exists(y, x == y))", "guard-too-deep"),
    ];
    for (text, rule) in table {
        let found = parse(text).expect_err(text);
        assert_eq!(found.rule, rule, "{text}: {found}");
        assert!(!found.hint.is_empty(), "{text}");
    }
}

#[test]
fn nothing_overflows_the_stack() {
    let deep = format!("{}true{}", "(".repeat(400), ")".repeat(400));
    assert_eq!(parse(&deep).expect_err("deep").rule, "guard-too-deep");
    assert_eq!(parse(&"1+".repeat(20_000)).expect_err("long").rule, "guard-too-long");
    assert_eq!(
        parse(&format!("{}true", "!".repeat(900))).expect_err("many").rule,
        "guard-too-deep"
    );
    let widest = format!("{}1 == 9", "1+".repeat(8));
    let joined = format!("{}true", "true && ".repeat(55));
    assert!(parse(&joined).is_ok_and(|guard| guard.holds(&Facts::default()).is_ok()));
    assert!(parse(&widest).is_ok_and(|guard| guard.holds(&Facts::default()).is_ok()));
}

#[test]
fn names_are_gathered() {
    let guard = parse(
        "marked('a') && signed('b') && attached('c') && answers.d == forms.e.f && call.open && standing == 'good'",
    )
    .expect("good");
    let names = guard.names();
    assert!(names.marks.contains("a") && names.seats.contains("b") && names.attachments.contains("c"));
    assert!(names.answers.contains("d") && names.forms.contains(&("e".to_owned(), "f".to_owned())));
    assert!(names.call && names.standing && names.texts.contains("good"));
}
