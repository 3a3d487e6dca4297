import { useLocation } from "preact-iso"
import { useRef, useState } from "preact/hooks"
import { post, remove } from "../../api/client"
import type { List } from "../../api/types"
import { t } from "../../i18n"
import { announce } from "../../parts/announce"
import { Dialog } from "../../parts/dialog"
import { Fault, Loaded } from "../../parts/error"
import { useResource } from "../../parts/load"
import { may } from "../../parts/session"
import { useTitle } from "../../parts/title"
import { fromQuery } from "./filters"
import { ListForm, type Wish } from "./form"
import { ListCard, Secret, Signatures } from "./list"
import "./lists.css"

/** Watch lists: queries that are kept, each with its feeds, and a webhook that is told. `?new&kind=…` begins one. */
export default function View() {
    const { query, route } = useLocation()
    const found = useResource<List[]>("/lists")
    const [going, setGoing] = useState<List | null>(null)
    const [made, setMade] = useState<List | null>(null)
    const [fault, setFault] = useState<Error | null>(null)
    const heading = useRef<HTMLHeadingElement>(null)
    useTitle(t("nav.lists"))
    const making = "new" in query

    async function make(wish: Wish) {
        const list = await post<List>("/lists", wish)
        const { secret: _, ...shown } = list
        found.set([...(found.data ?? []), shown])
        setMade(list)
        route("/lists", true)
        announce(t("lists.made", { name: list.name }))
        heading.current?.focus()
    }

    async function drop(list: List) {
        setFault(null)
        try {
            await remove(`/lists/${list.id}`)
            found.set((found.data ?? []).filter((one) => one.id !== list.id))
            announce(t("lists.gone", { name: list.name }))
        } catch (error) {
            setFault(error as Error)
        }
        setGoing(null)
        // once the dialog has given the focus back to a button that is no more
        setTimeout(() => heading.current?.focus(), 50)
    }

    return (
        <div class="lists-page">
            <header>
                <h1 ref={heading} tabIndex={-1}>
                    {t("nav.lists")}
                </h1>
                {!making && may("curate") && (
                    <a class="button" href="/lists?new">
                        {t("lists.new")}
                    </a>
                )}
            </header>
            <p class="lead">{t("lists.lede")}</p>
            {fault && <Fault error={fault} />}
            {made?.secret && <Secret of={made} done={() => setMade(null)} />}
            {making && may("curate") && <ListForm filters={fromQuery(query)} make={make} leave={() => route("/lists", true)} />}
            <Loaded of={found}>
                {(lists) =>
                    lists.length > 0 ? (
                        <ul class="watchlists">
                            {lists.map((one) => (
                                <ListCard key={one.id} of={one} drop={may("curate") ? () => setGoing(one) : null} />
                            ))}
                        </ul>
                    ) : (
                        !making && (
                            <p class="none">
                                {t("lists.none")} <a href="/">{t("lists.none.go")}</a>
                            </p>
                        )
                    )
                }
            </Loaded>
            <Signatures />
            <Dialog open={going !== null} title={t("lists.drop.title", { name: going?.name ?? "" })} onClose={() => setGoing(null)}>
                <p>{t(going?.webhook ? "lists.drop.says.webhook" : "lists.drop.says")}</p>
                <p class="choices">
                    <button type="button" onClick={() => setGoing(null)}>
                        {t("lists.drop.not")}
                    </button>
                    <button type="button" class="primary" onClick={() => going && drop(going)}>
                        {t("lists.drop")}
                    </button>
                </p>
            </Dialog>
        </div>
    )
}
