import { useMemo } from "preact/hooks"
import type { Filters, Overview } from "../../api/types"
import { type Resource, useResource } from "../../parts/load"
import type { Counts } from "./choices"
import { GROUPS, type Group, without } from "./filters"

interface Counted {
    overview: Resource<Overview>
    /** What stands beside the choices. */
    choices: Counts | null
    line: Overview["timeline"]
}

/** What stands in the timeline's place until it is known. */
const NONE: Overview["timeline"] = { by: "day", bins: [], undated: 0 }

/** How many incidents there are under the filters; and beside each choice, how many there would be if one chose it: that
 * is counted without what is chosen there already, as are the days of the timeline. */
export function useCounts(filters: Filters): Counted {
    const of = useMemo(() => ({ ...filters, order: undefined }), [filters])
    const overview = useResource<Overview>("/overview", of, true)
    const free = (group: Group) => {
        const set = GROUPS[group].some((name) => filters[name] !== undefined)
        return useResource<Overview>(set ? "/overview" : null, set ? { ...without(of, group) } : {}, true)
    }
    const kind = free("kind")
    const state = free("state")
    const voices = free("voices")
    const days = free("days")
    const other = (one: Resource<Overview>, group: Group) =>
        GROUPS[group].some((name) => filters[name] !== undefined) ? (one.data ?? overview.data) : overview.data
    const all = overview.data
    const choices = all && {
        kinds: other(kind, "kind")?.kinds ?? all.kinds,
        states: other(state, "state")?.states ?? all.states,
        voices: other(voices, "voices")?.voices ?? all.voices,
    }
    return { overview, choices, line: other(days, "days")?.timeline ?? NONE }
}
