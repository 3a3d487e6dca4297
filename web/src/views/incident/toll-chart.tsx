import { scaleLinear } from "d3-scale"
import { curveStepAfter, line as lineOf } from "d3-shape"
import { useEffect, useRef, useState } from "preact/hooks"
import { locale, t } from "../../i18n"
import { numberFormat } from "../../parts/formats"
import { moment } from "../../parts/moment"
import { factInWords } from "../../parts/scope"
import { isOpen, OUTLINES } from "../../parts/state"
import { brief } from "./figures"
import { useShown } from "./show"
import { type Axis, axisOf } from "./time-axis"
import { heightOf, type Line, type Panel, type Step } from "./steps"

const LEFT = 40
/** How wide a letter of a label is, at most. */
const LETTER = 7.4
const MAIN = 118
const SUBSET = 64
const HEAD = 26
const FOOT = 24

interface Props {
    panels: Panel[]
    hues: Map<number | null, number>
    zone: string | null
    /** When the last account was published: so far the lines hold. */
    until: number
}

/** Counts of people as steps over time, one line a voice; what each count is of in smaller panels beneath it. */
export function TollChart({ panels, hues, zone, until }: Props) {
    const frame = useRef<HTMLDivElement>(null)
    const [width, setWidth] = useState(640)
    useEffect(() => {
        if (!frame.current) return
        const seen = new ResizeObserver(([entry]) => entry && setWidth(Math.max(280, Math.floor(entry.contentRect.width))))
        seen.observe(frame.current)
        return () => seen.disconnect()
    }, [])
    const times = panels.flatMap((p) => [...p.lines.flatMap((l) => l.steps.map((s) => s.at)), ...p.toll.map((s) => s.at)])
    const labels = panels.flatMap((p) => p.lines.flatMap((l) => l.steps.map((s) => brief(s.value).length)))
    const right = width - Math.max(5, ...labels) * LETTER - 8
    const axis = axisOf([...times, until], [LEFT + 6, right], zone)
    const tops: number[] = []
    let height = 0
    for (const panel of panels) {
        tops.push(height)
        height += HEAD + (panel.subset ? SUBSET : MAIN) + 10
    }
    return (
        <div class="toll-chart" ref={frame}>
            <svg width={width} height={height + FOOT} viewBox={`0 0 ${width} ${height + FOOT}`} role="img" aria-label={said(panels)}>
                {panels.map((panel, at) => (
                    <g transform={`translate(0 ${tops[at]})`} class={panel.subset ? "panel subset" : "panel"}>
                        <PanelShape panel={panel} hues={hues} axis={axis} right={right} until={until} />
                    </g>
                ))}
                <TimeTicks axis={axis} height={height} />
            </svg>
        </div>
    )
}

/** The chart in a sentence, for who doesn't see it; the table beneath has all of it. */
function said(panels: Panel[]): string {
    const each = panels.map((panel) => {
        const steps = panel.lines.flatMap((line) => line.steps).sort((a, b) => a.at - b.at)
        const [from, to] = [steps[0], steps.at(-1)]
        const what = factInWords(panel.fact.facet, panel.fact.scope)
        return from && to ? `${what}: ${brief(from.value)} → ${brief(to.value)}` : what
    })
    return t("incident.toll.chart", { what: each.join("; ") })
}

function PanelShape(props: { panel: Panel; hues: Map<number | null, number>; axis: Axis; right: number; until: number }) {
    const { panel, hues, axis, right, until } = props
    const high = panel.subset ? SUBSET : MAIN
    const steps = panel.lines.flatMap((line) => line.steps)
    const top = Math.max(...steps.map((step) => step.value.max ?? step.value.min), 1)
    const y = scaleLinear([0, top * 1.08], [HEAD + high, HEAD]).nice(panel.subset ? 2 : 3)
    const voiced = panel.lines.filter((line) => line.voice !== null).flatMap((line) => {
        const step = line.steps.findLast((one) => one.claim.stance !== "denied")
        const hue = hues.get(line.voice)
        return step ? [{ value: step.value, kind: hue === undefined ? "other" : `hue-${hue}` }] : []
    })
    const now = panel.toll.at(-1)
    const ends = spread(
        [...(now ? [{ value: now.value, kind: "weighed" }] : []), ...voiced].map(({ value, kind }) => ({
            text: brief(value),
            at: y(heightOf(value)),
            kind,
        })),
    )
    const { state } = panel.fact
    return (
        <>
            <path
                class={`shape ${state} ${isOpen(state) ? "open" : "full"}`}
                d={OUTLINES[state]}
                transform={`translate(${panel.subset ? 12 : 0} 4)`}
            />
            <text class="title" x={panel.subset ? 30 : 18} y={14}>
                {factInWords(panel.fact.facet, panel.fact.scope)}
            </text>
            {y.ticks(panel.subset ? 2 : 3).filter(Number.isInteger).map((tick) => (
                <g class="tick" transform={`translate(0 ${y(tick)})`}>
                    <line x1={LEFT} x2={right} />
                    <text x={LEFT - 6} dy=".32em">
                        {numberFormat(locale.value, tick < 10_000 ? {} : { notation: "compact" }).format(tick)}
                    </text>
                </g>
            ))}
            <TollBand toll={panel.toll} axis={axis} y={y} until={until} />
            {[...panel.lines].reverse().map((line) => (
                <VoiceLine line={line} hue={hues.get(line.voice)} axis={axis} y={y} until={until} />
            ))}
            {ends.map((end) => (
                <text class={`end ${end.kind}`} x={right + 6} y={end.at} dy=".32em">
                    {end.text}
                </text>
            ))}
        </>
    )
}

/** Labels at lines' ends, moved apart; the same number twice is written once. */
function spread<T extends { text: string; at: number }>(ends: T[]): T[] {
    const kept: T[] = []
    const once = ends.filter((end, nth) => ends.findIndex((one) => one.text === end.text) === nth)
    for (const end of once.sort((a, b) => a.at - b.at)) {
        const before = kept.at(-1)
        kept.push({ ...end, at: before ? Math.max(end.at, before.at + 13) : end.at })
    }
    return kept
}

const stepsOf = (axis: Axis, y: (n: number) => number) =>
    lineOf<{ at: number; value: Step["value"] }>(
        (step) => axis.x(step.at),
        (step) => y(heightOf(step.value)),
    ).curve(curveStepAfter)

/** The toll as weighed over all voices, broad behind their lines. */
function TollBand({ toll, axis, y, until }: { toll: Panel["toll"]; axis: Axis; y: (n: number) => number; until: number }) {
    const last = toll.at(-1)
    if (!last) return null
    return <path class="band" d={stepsOf(axis, y)(last.at < until ? [...toll, { ...last, at: until }] : toll) ?? ""} />
}

interface LineProps {
    line: Line
    hue: number | undefined
    axis: Axis
    y: (n: number) => number
    until: number
}

function VoiceLine({ line, hue, axis, y, until }: LineProps) {
    const { open } = useShown()
    const name = line.voice === null ? t("incident.outlets") : line.name
    const held = line.steps.filter((step) => step.claim.stance !== "denied")
    const last = held.at(-1)
    const path = stepsOf(axis, y)
    return (
        <g class={`line ${hue === undefined ? "other" : `hue-${hue}`}${line.voice === null ? " outlets" : ""}`}>
            {line.voice !== null && <path class="steps" d={path(held) ?? ""} />}
            {line.voice !== null && last && last.at < until && (
                <path class="steps silent" d={`M${axis.x(last.at)} ${y(heightOf(last.value))}H${axis.x(until)}`} />
            )}
            {line.steps.map((step) => (
                <g class="step" onClick={() => open([step.claim.id])}>
                    <title>{`${name}: ${brief(step.value)}, ${moment(step.moment)}`}</title>
                    <Mark step={step} x={axis.x(step.at)} y={y} hue={hue} />
                </g>
            ))}
        </g>
    )
}

const FORMS = ["M-4 0A4 4 0 1 1 4 0A4 4 0 1 1-4 0z", "M-4-4H4V4H-4z", "M0-5 5 0 0 5-5 0z", "M0 4.500-4.800-3.800H4.800z", "M-5-1.700H-1.700V-5H1.700V-1.700H5V1.700H1.700V5H-1.700V1.700H-5z", "M-4.500-2.600 0-5.200 4.500-2.600V2.600L0 5.200-4.500 2.600z"]

/** The form of a voice's marks, so that a hue is never all that tells them apart. */
export const formOf = (hue: number | undefined): string => FORMS[hue ?? 0] ?? FORMS[0]!

/** A figure: full where it is exact, hollow where it is about so many; an arrow above a lower bound, a bar for a range,
 * a cross for what is denied. */
function Mark({ step, x, y, hue }: { step: Step; x: number; y: (n: number) => number; hue: number | undefined }) {
    const { min, max, approx } = step.value
    const at = y(heightOf(step.value))
    return (
        <>
            {max !== null && max !== min && <line class="range" x1={x} x2={x} y1={y(min)} y2={y(max)} />}
            {max === null && <path class="above" d={`M${x} ${at - 6}V${at - 15}M${x - 3} ${at - 12}l3-3 3 3`} />}
            <circle class="reach" cx={x} cy={at} r={11} />
            {step.claim.stance === "denied" ? (
                <path class="denied" d={`M${x - 4} ${at - 4}l8 8m0-8-8 8`} />
            ) : (
                <path class={approx || step.day ? "mark hollow" : "mark"} d={formOf(hue)} transform={`translate(${x} ${at})`} />
            )}
        </>
    )
}

function TimeTicks({ axis, height }: { axis: Axis; height: number }) {
    return (
        <g class="time" transform={`translate(0 ${height})`}>
            {axis.breaks.map((x) => (
                <path class="break" d={`M${x - 5} 4l4-8m2 8l4-8`} />
            ))}
            {axis.ticks.map((tick) => (
                <g transform={`translate(${tick.x} 0)`}>
                    <line y1={-height} y2={4} />
                    <text y={16} class={tick.day ? "day" : undefined}>
                        {tick.text}
                    </text>
                </g>
            ))}
        </g>
    )
}
