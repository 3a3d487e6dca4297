import { useMemo } from "preact/hooks"
import { t } from "../../i18n"
import { Moment } from "../../parts/moment"
import { factInWords } from "../../parts/scope"
import { ValueText } from "../../parts/value"
import { timeOf, zoneOf } from "./clock"
import { ShortMoment } from "./short-moment"
import { brief } from "./figures"
import { PRINT, useMedia } from "./media"
import { outletOf } from "./model"
import { Room } from "./room"
import { useOpened, useShown } from "./show"
import { formOf, TollChart } from "./toll-chart"
import { huesOf, type Line, moves, type Panel, panelsOf } from "./steps"
import { StanceMark, Words } from "./words"

const DRAWN = 5

/** The toll: how it moved, who gave which figure last, and all of it as a table. */
export function Toll() {
    const { model } = useShown()
    const panels = useMemo(() => panelsOf(model), [model])
    const hues = useMemo(() => huesOf(panels), [panels])
    if (panels.length === 0) return null
    const mortal = panels.some(({ fact }) => ["killed", "injured", "missing"].includes(fact.facet))
    const drawn = panels.filter(moves).slice(0, DRAWN)
    const until = Math.max(...model.view.accounts.map((one) => (one.published ? timeOf(one.published) : 0)), 0)
    return (
        <Room name="toll" kind="toll" title={t(mortal ? "incident.toll.title" : "incident.toll.figures")}>
            <div class={drawn.length > 0 ? "both" : undefined}>
                {drawn.length > 0 && (
                    <figure>
                        <TollChart panels={drawn} hues={hues} zone={zoneOf(model.view.incident.places)} until={until} />
                        <figcaption class="quiet">{t("incident.toll.key")}</figcaption>
                    </figure>
                )}
                <LastFigures panels={panels} hues={hues} />
            </div>
            <AsTable panels={panels} />
        </Room>
    )
}

/** The swatch of a voice in the chart. */
function Swatch({ hue }: { hue: number | undefined }) {
    return (
        <svg class={`swatch ${hue === undefined ? "other" : `hue-${hue}`}`} width="22" height="12" viewBox="-11 -6 22 12" aria-hidden="true">
            <path class="steps" d="M-11 0H11" />
            <path class="mark" d={formOf(hue)} />
        </svg>
    )
}

const COLUMNS = 4
const FEW = 2

/** The last figure of each voice: who says what now, and since when. */
function LastFigures({ panels, hues }: { panels: Panel[]; hues: Map<number | null, number> }) {
    const narrow = useMedia("(max-width: 520px)")
    const zone = zoneOf(useShown().model.view.incident.places)
    const shown = [...panels].sort((a, b) => Number(a.subset) - Number(b.subset)).slice(0, narrow ? FEW : COLUMNS)
    const voices = new Map<number | null, { line: Line; at: number }>()
    for (const panel of shown) {
        for (const line of panel.lines) {
            const at = Math.max(line.steps.at(-1)?.at ?? 0, voices.get(line.voice)?.at ?? 0)
            voices.set(line.voice, { line, at })
        }
    }
    const order = [...voices].sort((a, b) => Number(a[0] === null) - Number(b[0] === null) || b[1].at - a[1].at)
    return (
        <div class="last" tabIndex={0} role="group" aria-label={t("incident.toll.last")}>
            <table>
                <caption>{t("incident.toll.last")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t("incident.voice")}</th>
                        {shown.map(({ row, fact }) => (
                            <th scope="col" class="n" key={row.id}>
                                {factInWords(fact.facet, fact.scope)}
                            </th>
                        ))}
                        <th scope="col">{t(zone ? "incident.as-of.local" : "incident.as-of")}</th>
                    </tr>
                </thead>
                <tbody>
                    {order.map(([voice, { line }]) => (
                        <tr key={voice ?? "outlets"}>
                            <th scope="row">
                                <Swatch hue={hues.get(voice)} />
                                {voice === null ? t("incident.outlets") : <bdi>{line.name}</bdi>}
                            </th>
                            {shown.map((panel) => (
                                <td class="n" key={panel.row.id}>
                                    <LastFigure line={panel.lines.find((one) => one.voice === voice)} />
                                </td>
                            ))}
                            <td class="when">
                                <LastMoment lines={shown.flatMap((p) => p.lines.filter((one) => one.voice === voice))} />
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    )
}

function LastFigure({ line }: { line: Line | undefined }) {
    const { open } = useShown()
    const step = line?.steps.at(-1)
    const isOpen = useOpened(step ? [step.claim.id] : [])
    if (!step) return null
    return (
        <button type="button" class="figure" aria-expanded={isOpen} onClick={() => open([step.claim.id])}>
            {brief(step.value)}
            <StanceMark stance={step.claim.stance} />
        </button>
    )
}

function LastMoment({ lines }: { lines: Line[] }) {
    const last = lines.flatMap((line) => line.steps).sort((a, b) => b.at - a.at)[0]
    return last ? <ShortMoment at={last.moment} /> : null
}

/** The same as the chart, a row a figure. */
function AsTable({ panels }: { panels: Panel[] }) {
    const { model } = useShown()
    const print = useMedia(PRINT)
    return (
        <details class="as-table" open={print || undefined}>
            <summary>{t("incident.toll.table")}</summary>
            <div class="wide" tabIndex={0} role="group" aria-label={t("incident.toll.table")}>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{t("incident.fact")}</th>
                            <th scope="col">{t("incident.as-of")}</th>
                            <th scope="col">{t("incident.figure")}</th>
                            <th scope="col">{t("incident.voice")}</th>
                            <th scope="col">{t("incident.words")}</th>
                            <th scope="col">{t("incident.account")}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {panels.flatMap((panel) =>
                            panel.lines
                                .flatMap((line) => line.steps.map((step) => ({ line, step })))
                                .sort((a, b) => a.step.at - b.step.at)
                                .map(({ line, step }) => (
                                    <tr key={step.claim.id}>
                                        <td>{factInWords(panel.fact.facet, panel.fact.scope)}</td>
                                        <td>
                                            <Moment at={step.moment} />
                                        </td>
                                        <td>
                                            <ValueText value={step.value} />
                                        </td>
                                        <td>{line.voice === null ? t("incident.outlet-itself") : <bdi>{line.name}</bdi>}</td>
                                        <td>
                                            <Words claims={[step.claim]} />
                                        </td>
                                        <td>{outletOf(model.accounts.get(step.claim.article))}</td>
                                    </tr>
                                )),
                        )}
                    </tbody>
                </table>
            </div>
        </details>
    )
}
