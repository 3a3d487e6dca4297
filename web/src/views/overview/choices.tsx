import type { Overview, State } from "../../api/types"
import { t } from "../../i18n"
import { status } from "../../parts/session"
import { STATES, StateShape } from "../../parts/state"
import { capital, familyName, kindName, number } from "../../parts/words"
import type { ComponentChildren } from "preact"
import { LEAST_VOICES, type Chosen } from "./filters"

interface ChoiceProps {
    chosen: boolean
    count: number | undefined
    /** Of how many: the length of its line. */
    of: number
    onChoose: () => void
    children: ComponentChildren
}

/** One of several things to filter by, with how many there are, as a number and as a line. */
function Choice({ chosen, count, of, onChoose, children }: ChoiceProps) {
    return (
        <li>
            <button type="button" class="choice" aria-pressed={chosen} onClick={onChoose}>
                <svg class="line" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={of > 0 ? (100 * (count ?? 0)) / of : 0} height="1" />
                </svg>
                <span class="name">{children}</span>
                <span class="count">{count === undefined ? "" : number(count)}</span>
            </button>
        </li>
    )
}

export interface Counts {
    kinds: Overview["kinds"]
    states: Overview["states"]
    voices: Overview["voices"]
}

interface Props {
    counts: Counts | null
    chosen: Chosen
}

/** A choice among states. */
export function States({ counts, chosen: { filters, change } }: Props) {
    const most = Math.max(1, ...Object.values(counts?.states ?? {}))
    return (
        <fieldset class="choices">
            <legend>{t("filter.state")}</legend>
            <ul>
                {STATES.map((state: State) => (
                    <Choice
                        chosen={filters.state === state}
                        count={counts?.states[state] ?? 0}
                        of={most}
                        onChoose={() => change({ state: filters.state === state ? undefined : state })}
                    >
                        <StateShape state={state} size={11} /> {capital(t(`state.${state}`))}
                    </Choice>
                ))}
            </ul>
        </fieldset>
    )
}

/** A choice among kinds, by family; the families with the most first, and only kinds of which there is something. */
export function Kinds({ counts, chosen: { filters, change } }: Props) {
    const known = status.value?.kinds ?? []
    const of = (name: string) => counts?.kinds[name] ?? 0
    const families = new Map<string, string[]>()
    const named = new Set(known.map((kind) => kind.name))
    // those of no kind are counted under an empty name, and can't be asked for
    const others = Object.keys(counts?.kinds ?? {}).filter((name) => name !== "" && !named.has(name))
    for (const kind of [...known, ...others.map((name) => ({ name, family: "other" }))]) {
        if (of(kind.name) === 0 && filters.kind !== kind.name) continue
        families.set(kind.family, [...(families.get(kind.family) ?? []), kind.name])
    }
    const sum = (names: string[]) => names.reduce((all, name) => all + of(name), 0)
    const sorted = [...families].sort((a, b) => sum(b[1]) - sum(a[1]))
    const most = Math.max(1, ...Object.values(counts?.kinds ?? {}))
    const item = (name: string) => (
        <Choice
            key={name}
            chosen={filters.kind === name}
            count={of(name)}
            of={most}
            onChoose={() => change({ kind: filters.kind === name ? undefined : name })}
        >
            {capital(kindName(name))}
        </Choice>
    )
    // a family of one kind needs no heading of its own
    const alone = sorted.filter(([, names]) => names.length === 1).flatMap(([, names]) => names)
    return (
        <fieldset class="choices">
            <legend>{t("filter.kind")}</legend>
            {sorted
                .filter(([, names]) => names.length > 1)
                .map(([family, names]) => (
                    <div role="group" aria-label={familyName(family)}>
                        <p class="family">{capital(familyName(family))}</p>
                        <ul>{names.sort((a, b) => of(b) - of(a)).map(item)}</ul>
                    </div>
                ))}
            {alone.length > 0 && (
                <div role="group" aria-label={t("filter.kind.others")}>
                    {alone.length < sorted.length && <p class="family">{t("filter.kind.others")}</p>}
                    <ul>{alone.map(item)}</ul>
                </div>
            )}
        </fieldset>
    )
}

/** How many of the incidents have at least so many voices; the server counts by classes with lower bounds. */
export function atLeast(counts: Counts, least: number): number {
    return Object.entries(counts.voices).reduce((all, [bound, n]) => (Number(bound) >= least ? all + n : all), 0)
}

/** A choice of how many voices at least. */
export function Voices({ counts, chosen: { filters, change } }: Props) {
    return (
        <label class="field">
            <span>{t("filter.voices")}</span>
            <select
                value={String(filters.voices ?? "")}
                onChange={(event) => {
                    const least = Number(event.currentTarget.value)
                    change({ voices: least || undefined })
                }}
            >
                <option value="">{t("filter.voices.any")}</option>
                {LEAST_VOICES.map((least) => (
                    <option value={String(least)}>
                        {counts
                            ? t("filter.voices.counted", { n: least, count: number(atLeast(counts, least)) })
                            : t("filter.voices.least", { n: least })}
                    </option>
                ))}
            </select>
        </label>
    )
}
