import { useEffect, useId, useState } from "preact/hooks"
import type { Filters } from "../../api/types"
import { t } from "../../i18n"
import { BellIcon, CloseIcon } from "../../parts/icons"
import { days, moment } from "../../parts/moment"
import { may } from "../../parts/session"
import { capital, kindName, number } from "../../parts/words"
import { type Counts, Kinds, States, Voices } from "./choices"
import { active, type Chosen, type Group, written } from "./filters"

interface Props {
    counts: Counts | null
    chosen: Chosen
}

/** All that one may filter by, with how many there are of each. */
export function FilterPanel({ counts, chosen }: Props) {
    const { filters, change } = chosen
    return (
        <div class="filters">
            <States counts={counts} chosen={chosen} />
            <Kinds counts={counts} chosen={chosen} />
            <fieldset class="fields">
                <legend>{t("filter.more")}</legend>
                <Voices counts={counts} chosen={chosen} />
                <Text name="words" chosen={chosen} />
                <Text name="place" chosen={chosen} />
                <Text name="actor" chosen={chosen} />
                <label class="field">
                    <span>{t("filter.dismissed")}</span>
                    <select
                        value={filters.dismissed ?? "hidden"}
                        onChange={(event) => {
                            const value = event.currentTarget.value as Filters["dismissed"]
                            change({ dismissed: value === "hidden" ? undefined : value })
                        }}
                    >
                        {(["hidden", "shown", "only"] as const).map((one) => (
                            <option value={one}>{t(`filter.dismissed.${one}`)}</option>
                        ))}
                    </select>
                </label>
                <label class="check">
                    <input
                        type="checkbox"
                        checked={filters.pinned ?? false}
                        onChange={(event) => change({ pinned: event.currentTarget.checked || undefined })}
                    />
                    {t("filter.pinned")}
                </label>
            </fieldset>
        </div>
    )
}

/** A filter that one types; it counts once one leaves the field or presses Enter. */
function Text({ name, chosen: { filters, change } }: { name: "words" | "place" | "actor"; chosen: Chosen }) {
    const [typed, setTyped] = useState(filters[name] ?? "")
    useEffect(() => setTyped(filters[name] ?? ""), [filters[name]])
    const id = useId()
    const take = () => typed.trim() !== (filters[name] ?? "") && change({ [name]: typed.trim() || undefined })
    return (
        <form
            class="field"
            onSubmit={(event) => {
                event.preventDefault()
                take()
            }}
        >
            <label for={id}>{t(`filter.${name}`)}</label>
            <input
                id={id}
                type="text"
                value={typed}
                placeholder={t(`filter.${name}.example`)}
                enterKeyHint="search"
                onInput={(event) => setTyped(event.currentTarget.value)}
                onBlur={take}
            />
        </form>
    )
}

/** The filters that are set: each can be taken away by itself. */
export function Active({ chosen: { filters, clear } }: { chosen: Chosen }) {
    const groups = active(filters)
    if (groups.length === 0) return null
    return (
        <ul class="chips" aria-label={t("filter.active")}>
            {groups.map((group) => (
                <li>
                    <button type="button" class="chip" onClick={() => clear(group)}>
                        <span class="unseen">{t("filter.remove")}</span> {inWords(filters, group)}{" "}
                        <CloseIcon size={13} />
                    </button>
                </li>
            ))}
            <li>
                <button type="button" class="link" onClick={() => clear()}>
                    {t("filter.clear")}
                </button>
            </li>
            {may("curate") && (
                <li>
                    <a class="watch" href={written(filters).replace(/^\/\??/, "/lists?new&")}>
                        <BellIcon size={15} /> {t("filter.watch")}
                    </a>
                </li>
            )}
        </ul>
    )
}

/** A filter that is set, in words. */
function inWords(filters: Filters, group: Group): string {
    switch (group) {
        case "kind":
            return capital(kindName(filters.kind ?? null))
        case "state":
            return capital(t(`state.${filters.state}`))
        case "voices":
            return t("filter.voices.least", { n: filters.voices ?? 0 })
        case "area":
            return t("filter.area", {
                km: number(filters.radius ?? 25),
                lat: (filters.lat ?? 0).toFixed(1),
                lon: (filters.lon ?? 0).toFixed(1),
            })
        case "days":
            if (!filters.since) return t("filter.until.day", { day: days([filters.until ?? null, null]) })
            if (!filters.until) return t("filter.since.day", { day: days([filters.since, null]) })
            return days([filters.since, filters.until])
        case "actor":
            return t("filter.actor.is", { name: filters.actor ?? "" })
        case "words":
            return t("filter.words.are", { words: filters.words ?? "" })
        case "changed":
            return t("filter.changed", { at: moment(filters.changed ?? "") })
        case "dismissed":
            return t(`filter.dismissed.${filters.dismissed}`)
        case "pinned":
            return t("filter.pinned")
        case "place":
            return filters.place ?? ""
    }
}
