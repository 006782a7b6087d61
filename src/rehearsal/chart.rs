//! Where the bars of a chart stand: one row a year, one bar a week.
//!
//! Owns the geometry in pixels. Does not draw.

use std::collections::BTreeMap;

use jiff::civil;

use super::weeks::Week;

/// Left edge of the first bar; the year's name stands before it.
const LEFT: usize = 56;
/// Distance from one week's bar to the next.
const STEP: usize = 16;
/// Width of a bar.
const WIDTH: usize = 12;
/// Height of the highest bar.
const HIGHEST: usize = 56;
/// Height of a year's row: the bars, the mark above, the line of due dates below.
const ROW: usize = HIGHEST + 30;
/// Height of the row of month names.
const HEAD: usize = 24;

/// A chart of what leaves in which week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// Its width.
    pub width: usize,
    /// Its height.
    pub height: usize,
    /// Months: the left edge of each, and its number.
    pub months: Vec<(usize, i8)>,
    /// One row a year.
    pub rows: Vec<Row>,
    /// Letters of the fullest week.
    pub most: usize,
}

/// A year.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The year, by ISO weeks.
    pub year: i16,
    /// Where its bars stand on.
    pub base: usize,
    /// Its weeks.
    pub bars: Vec<Bar>,
}

/// A week.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x: usize,
    /// Middle.
    pub middle: usize,
    /// Upper edge.
    pub y: usize,
    /// Height.
    pub height: usize,
    /// The week.
    pub week: Week,
}

/// Lays the weeks out.
pub fn chart(weeks: &[Week]) -> Chart {
    let most = weeks.iter().map(|week| week.letters).max().unwrap_or(0);
    let mut years: BTreeMap<i16, Vec<&Week>> = BTreeMap::new();
    for week in weeks {
        years.entry(week.year).or_default().push(week);
    }
    let rows: Vec<Row> = years
        .into_iter()
        .enumerate()
        .map(|(place, (year, weeks))| {
            let base = HEAD + place * ROW + HIGHEST + 14;
            let bars = weeks.iter().map(|week| bar(week, most, base)).collect();
            Row { year, base, bars }
        })
        .collect();
    Chart {
        width: LEFT + 53 * STEP + 4,
        height: HEAD + rows.len() * ROW,
        months: (1..=12).filter_map(month).collect(),
        rows,
        most,
    }
}

fn bar(week: &Week, most: usize, base: usize) -> Bar {
    let x = LEFT + usize::try_from(week.number - 1).unwrap_or(0) * STEP;
    let height = if week.letters == 0 {
        0
    } else {
        (week.letters * HIGHEST / most.max(1)).max(2)
    };
    Bar {
        x,
        middle: x + WIDTH / 2,
        y: base - height,
        height,
        week: week.clone(),
    }
}

/// Where a month begins, in a year whose first week begins with the year.
fn month(number: i8) -> Option<(usize, i8)> {
    let day = civil::Date::new(2029, number, 1).ok()?.day_of_year();
    Some((LEFT + usize::try_from(day - 1).ok()? / 7 * STEP, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(year: i16, number: i8, letters: usize) -> Week {
        Week {
            year,
            number,
            monday: civil::date(year, 1, 1),
            letters,
            due: 0,
            marked: BTreeMap::new(),
            by_letter: BTreeMap::new(),
        }
    }

    #[test]
    fn bars_stand_on_their_years_line_and_the_fullest_is_the_highest() {
        let drawn = chart(&[week(2027, 1, 50), week(2027, 53, 1), week(2028, 2, 100)]);
        assert_eq!((drawn.rows.len(), drawn.most), (2, 100));
        let [first, last] = &drawn.rows[0].bars[..] else {
            panic!("two bars")
        };
        assert_eq!((first.x, first.height), (LEFT, HIGHEST / 2));
        assert_eq!(last.height, 2, "a single letter is seen");
        assert!(last.x + WIDTH <= drawn.width);
        let second = &drawn.rows[1];
        assert_eq!(second.bars[0].height, HIGHEST);
        assert_eq!(second.bars[0].y + HIGHEST, second.base);
        assert!(second.base < drawn.height && drawn.rows[0].base < second.bars[0].y);
    }

    #[test]
    fn nothing_is_an_empty_chart() {
        assert_eq!(chart(&[]).rows, []);
    }
}
