import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import type { Account, Moment as At } from "../../api/types"
import { t } from "../../i18n"
import { inUtc, moment } from "../../parts/moment"
import { timeOf } from "./clock"

const PAUSE = 250

/** The moments at which something was published, the earliest first. */
export function momentsOf(accounts: Account[]): At[] {
    const found = new Map<number, At>()
    for (const { published } of accounts) if (published) found.set(timeOf(published), published)
    return [...found].sort(([a], [b]) => a - b).map(([, at]) => at)
}

interface Props {
    accounts: Account[]
    /** The moment that is shown; null: now. */
    known: At | null
    onKnown: (at: At | null) => void
    compare: boolean
    onCompare: (compare: boolean) => void
    busy: boolean
}

/** What was known when: a slider over the moments of publication. Its end is now. */
export function KnownWhen({ accounts, known, onKnown, compare, onCompare, busy }: Props) {
    const moments = useMemo(() => momentsOf(accounts), [accounts])
    const end = moments.length
    const at = known === null ? end : moments.findLastIndex((one) => timeOf(one) <= timeOf(known))
    const [place, setPlace] = useState(at)
    const waiting = useRef(0)
    useEffect(() => setPlace(at), [at])
    useEffect(() => () => clearTimeout(waiting.current), [])
    if (end < 2) return null
    const move = (to: number) => {
        const held = Math.max(0, Math.min(end, to))
        setPlace(held)
        clearTimeout(waiting.current)
        waiting.current = window.setTimeout(() => onKnown(moments[held] ?? null), PAUSE)
    }
    const shown = moments[place]
    const says = shown ? `${moment(shown)}${inUtc(shown) ? ` (${inUtc(shown)})` : ""}` : t("incident.known.now")
    return (
        <div class={known ? "known-when earlier" : "known-when"} aria-busy={busy}>
            <label for="known-when">{t("incident.known.when")}</label>
            <button type="button" class="bare" aria-label={t("incident.known.before")} disabled={place <= 0} onClick={() => move(place - 1)}>
                ‹
            </button>
            <span class="track">
                <svg viewBox={`0 0 ${end} 1`} preserveAspectRatio="none" aria-hidden="true">
                    {moments.map((_, i) => (
                        <path d={`M${i} 0V1`} class={i <= place ? "past" : undefined} />
                    ))}
                </svg>
                <input
                    id="known-when"
                    type="range"
                    min={0}
                    max={end}
                    step={1}
                    value={place}
                    aria-valuetext={says}
                    onInput={(event) => move(Number(event.currentTarget.value))}
                />
            </span>
            <button type="button" class="bare" aria-label={t("incident.known.after")} disabled={place >= end} onClick={() => move(place + 1)}>
                ›
            </button>
            <output for="known-when">{says}</output>
            <span class="quiet count">{shown ? t("incident.known.of", { n: place + 1, of: end }) : ""}</span>
            {known && (
                <span class="against-now">
                    <label>
                        <input type="checkbox" checked={compare} onChange={(event) => onCompare(event.currentTarget.checked)} />{" "}
                        {t("incident.known.compare")}
                    </label>
                    <button type="button" class="quiet-button" onClick={() => onKnown(null)}>
                        {t("incident.known.back")}
                    </button>
                </span>
            )}
        </div>
    )
}
