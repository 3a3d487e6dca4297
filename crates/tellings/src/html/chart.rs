//! How tolls moved: a step chart, and beside it in words who gave which figure when.

use super::Context;
use super::markup::{escaped, name};
use crate::view::{Fact, Series, Step};

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 170.0;
/// The room around the steps: above and below for figures, left and right for halves of them.
const EDGE: f64 = 30.0;
/// How far apart points are where there is room.
const APART: f64 = 34.0;
/// With more steps than these only the first, the last and the largest carry their figure in the chart.
const FIGURES: usize = 9;

/// The charts of all facts whose number moved.
pub(super) fn charts(facts: &[&Fact<'_>], number: usize, context: &Context<'_>) -> String {
    let moved = facts.iter().filter_map(|fact| Some((*fact, fact.series()?)));
    let figures: Vec<String> = moved
        .enumerate()
        .map(|(nth, (fact, series))| {
            figure(&fact.label, &series, &format!("chart-{number}-{}", nth + 1), context)
        })
        .collect();
    if figures.is_empty() {
        return String::new();
    }
    format!("<h3>How the numbers moved</h3>\n<div class=\"charts\">\n{}</div>\n", figures.concat())
}

fn figure(label: &str, series: &Series, id: &str, context: &Context<'_>) -> String {
    let steps = &series.steps;
    let told: Vec<String> = steps.iter().map(|step| format!("{} ({})", step.says, step.when)).collect();
    let utc = if series.utc { " Hours in UTC." } else { "" };
    let items: String = steps.iter().map(|step| format!("<li>{}</li>\n", item(step, context))).collect();
    format!(
        "<figure>\n<figcaption>{label}</figcaption>\n\
         <svg role=\"img\" aria-labelledby=\"{id}-title {id}-text\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">\n\
         <title id=\"{id}-title\">{label} over time</title>\n<desc id=\"{id}-text\">{}.{utc}</desc>\n{}</svg>\n\
         <ol>\n{items}</ol>\n{}</figure>\n",
        escaped(&told.join(", then ")),
        drawing(steps),
        if series.utc { "<p class=\"note\">Hours in UTC.</p>\n" } else { "" },
        label = escaped(label),
    )
}

/// "50 – Fri 17:45, Donetsk governor Pavlo Kyrylenko".
fn item(step: &Step, context: &Context<'_>) -> String {
    let voices: String = step.voices.iter().map(|v| format!(", {}", name(v))).collect();
    let telling = step.claims.first().and_then(|at| context.story.telling(*at));
    let figure = match telling {
        Some(t) => {
            format!(
                "<a href=\"#{}\"><strong>{}</strong></a>",
                context.anchors.words(t.at.article, t.span),
                escaped(&step.says)
            )
        }
        None => format!("<strong>{}</strong>", escaped(&step.says)),
    };
    format!("{figure} – {}{voices}", escaped(&step.when))
}

fn drawing(steps: &[Step]) -> String {
    let across = places(steps);
    let most = steps.iter().map(|s| s.least).max().unwrap_or(1).max(1);
    let up = |figure: u64| HEIGHT - EDGE - figure as f64 / most as f64 * (HEIGHT - 2.0 * EDGE);
    let mut path = String::new();
    let mut points = String::new();
    for (nth, (x, step)) in across.iter().zip(steps).enumerate() {
        let y = up(step.least);
        path += &match nth {
            0 => format!("M{x:.1} {y:.1}"),
            _ => format!("H{x:.1}V{y:.1}"),
        };
        points += &format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>\n");
        if steps.len() <= FIGURES || nth == 0 || nth + 1 == steps.len() || step.least == most {
            let above = if nth > 0 && steps[nth - 1].least > step.least { y + 18.0 } else { y - 9.0 };
            points += &format!("<text x=\"{x:.1}\" y=\"{above:.1}\">{}</text>\n", escaped(&short(step)));
        }
    }
    let floor = HEIGHT - EDGE;
    let end = WIDTH - EDGE / 2.0;
    let (first, last) = (&steps[0].when, &steps[steps.len() - 1].when);
    format!(
        "<path class=\"floor\" d=\"M{:.1} {floor:.1}H{end:.1}\"/>\n<path class=\"steps\" d=\"{path}H{end:.1}\"/>\n{points}\
         <text class=\"time\" x=\"7\" y=\"{zero:.1}\">0</text>\n<text class=\"time start\" x=\"{:.1}\" y=\"{t:.1}\">{}</text>\n<text class=\"time end\" x=\"{end:.1}\" y=\"{t:.1}\">{}</text>\n",
        EDGE / 2.0,
        EDGE / 2.0,
        escaped(first),
        escaped(last),
        zero = floor + 4.0,
        t = HEIGHT - 8.0,
    )
}

/// "≥31" for "at least 31".
fn short(step: &Step) -> String {
    step.says.replace("at least ", "≥").replace("about ", "~").replace("at most ", "≤")
}

/// Where steps stand across the chart: by their times, but not so near to each other that figures cover each other.
fn places(steps: &[Step]) -> Vec<f64> {
    let room = WIDTH - 2.5 * EDGE;
    let apart = APART.min(room / (steps.len().max(2) - 1) as f64);
    let start = steps.first().map_or(0, |s| s.time.seconds());
    let length = steps.last().map_or(0, |s| s.time.seconds()).saturating_sub(start).max(1) as f64;
    let mut out: Vec<f64> = steps
        .iter()
        .map(|s| EDGE + (s.time.seconds().saturating_sub(start)) as f64 / length * room)
        .collect();
    for nth in 1..out.len() {
        out[nth] = out[nth].max(out[nth - 1] + apart);
    }
    let mut limit = EDGE + room;
    for place in out.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - apart;
    }
    out
}
