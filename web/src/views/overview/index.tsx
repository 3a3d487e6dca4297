import { useState } from "preact/hooks"
import { t } from "../../i18n"
import { Dialog } from "../../parts/dialog"
import { FilterIcon } from "../../parts/icons"
import { status } from "../../parts/session"
import { useTitle } from "../../parts/title"
import { Empty } from "./empty"
import { useCounts } from "./counts"
import { Active, FilterPanel } from "./filter-panel"
import { active, useFilters } from "./filters"
import { List } from "./list"
import { WorldMap } from "./map"
import { Timeline } from "./timeline"
import "./overview.css"
import "./map/map.css"

/** All incidents: where, when, and which; what is chosen stands in the address. */
export default function View() {
    const chosen = useFilters()
    const { filters } = chosen
    const [open, setOpen] = useState(false)
    const { overview: counts, choices, line } = useCounts(filters)
    useTitle(t("nav.overview"))

    const set = active(filters).length
    const holds = status.value?.holds
    if (holds?.articles === 0 && set === 0) return <Empty />
    return (
        <div class="overview">
            <h1 class="unseen">{t("nav.overview")}</h1>
            <aside class="panel" aria-label={t("filter.label")}>
                <FilterPanel counts={choices} chosen={chosen} />
            </aside>
            <div class="seen">
                <div class="chosen">
                    <button type="button" class="open-filters" aria-haspopup="dialog" onClick={() => setOpen(true)}>
                        <FilterIcon /> {t("filter.label")}
                        {set > 0 && <span class="badge">{set}</span>}
                    </button>
                    <Active chosen={chosen} />
                </div>
                <WorldMap chosen={chosen} unplaced={counts.data?.unplaced ?? 0} />
                <Timeline line={line} chosen={chosen} />
                <List chosen={chosen} />
            </div>
            <Dialog side open={open} title={t("filter.label")} onClose={() => setOpen(false)}>
                <FilterPanel counts={choices} chosen={chosen} />
                <button type="button" class="primary wide" onClick={() => setOpen(false)}>
                    {t("filter.show", { n: counts.data?.total ?? 0 })}
                </button>
            </Dialog>
        </div>
    )
}
