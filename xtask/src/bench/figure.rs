//! One figure: a ratio and its goal.

/// A ratio of two things that were measured in the same run.
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) what: String,
    pub(super) baseline: String,
    /// In which unit, and how it was measured.
    pub(super) measured: String,
    pub(super) ratio: f64,
    /// At most this.
    pub(super) goal: f64,
}

impl Figure {
    pub(super) fn holds(&self) -> bool {
        // Not a number is no pass.
        self.ratio <= self.goal
    }

    /// All of them, one paragraph each.
    pub(super) fn table(figures: &[Self]) -> String {
        figures.iter().map(Self::lines).collect()
    }

    fn lines(&self) -> String {
        let verdict = if self.holds() { "pass" } else { "FAIL" };
        format!(
            "{}: {:.3}x, goal {:.2}x: {verdict}\n  what      {}\n  baseline  {}\n  measured  {}\n",
            self.name, self.ratio, self.goal, self.what, self.baseline, self.measured
        )
    }
}

/// The middle one; `None` of nothing.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_holds_up_to_its_goal() {
        for (ratio, holds) in [(0.9, true), (0.901, false), (f64::NAN, false)] {
            let figure = Figure {
                name: "decode",
                what: "this".to_owned(),
                baseline: "that".to_owned(),
                measured: "instructions".to_owned(),
                ratio,
                goal: 0.9,
            };
            assert_eq!(figure.holds(), holds, "{ratio}");
            assert_eq!(figure.lines().contains("pass"), holds, "{ratio}");
        }
    }

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(Vec::new()), None);
    }
}
