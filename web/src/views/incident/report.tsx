import { useComputed, useSignal } from "@preact/signals"
import { useCallback, useEffect, useId, useMemo, useRef, useState } from "preact/hooks"
import type { CameSince, Fact, IncidentView, Key, Listed } from "../../api/types"
import { t } from "../../i18n"
import { incidentTitle } from "../../parts/incident-line"
import { Days } from "../../parts/moment"
import { StateMark } from "../../parts/state"
import { place } from "../../parts/value"
import { kindName } from "../../parts/words"
import { Accounts } from "./accounts"
import { Actions } from "./actions"
import { Changes, changedOf } from "./changes"
import { Context } from "./context"
import { Copy } from "./copy"
import type { Deciding } from "./decide"
import { DropTarget, INCIDENT } from "./drop"
import type { Marks } from "./fact-head"
import { Facts } from "./facts"
import { Findings } from "./findings"
import { History, Standing } from "./history"
import { known as knownOf } from "./known"
import { Lede } from "./lede"
import { LineageTree } from "./lineage"
import { MergeDialog } from "./merge"
import { byState, type Model, modelOf } from "./model"
import { Quotes } from "./quotes"
import { Parents, Related } from "./related"
import { Shown } from "./show"
import { KnownWhen } from "./slider"
import { Toll } from "./toll"
import "./incident.css"
import "./table.css"
import "./toll.css"
import "./more.css"

/** What only an incident of the ledger has. */
export interface Ledgered {
    /** The incident as it is known now, where `view` is of an earlier moment. */
    now: IncidentView
    onKnown: (at: string | null) => void
    compare: boolean
    onCompare: (compare: boolean) => void
    busy: boolean
    came: CameSince | null
    onSeen: () => void
    /** Null where one may not decide. */
    deciding: Deciding | null
}

interface Props {
    view: IncidentView
    /** Whether it is in the ledger: else nothing leads to pages of its articles. */
    kept: boolean
    ledgered?: Ledgered
    /** The level of its title: 2 where several are shown on one page. */
    level?: 1 | 2
}

const NOTHING: ReadonlyMap<string, string> = new Map()

/** An incident: what is known, who says so, what is contested; then all that its accounts say, side by side. */
export function IncidentReport({ view, kept, ledgered, level = 1 }: Props) {
    const model = useMemo(() => modelOf(view), [view])
    const said = useMemo(() => knownOf(model), [model, t("incident.known")])
    const own = useId()
    const opened = useSignal<Key[]>(level === 1 ? inAddress() : [])
    const opener = useRef<HTMLElement | null>(null)
    const open = useCallback((claims: Key[]) => {
        const from = document.activeElement
        if (from instanceof HTMLElement && !from.closest(".context")) opener.current = from
        opened.value = claims
    }, [])
    const close = useCallback(() => {
        opened.value = []
        opener.current?.focus()
    }, [])
    useEffect(() => {
        // what is open stays so while it is still said
        const still = opened.value.filter((key) => model.claims.has(key))
        if (still.length < opened.value.length) opened.value = still
    }, [model])
    const frame = useComputed(() => (opened.value.length > 0 ? "incident beside" : "incident"))
    const shown = useMemo(() => ({ model, kept, level, id: (name: string) => (level === 1 ? name : `${own}-${name}`), opened, open }), [model, kept, level, own, open])
    const marks = useMarks(view, ledgered)
    const [merging, setMerging] = useState<{ other: Listed | null } | null>(null)
    const deciding = ledgered?.deciding ?? null
    const decisions = view.incident.decisions ?? []
    return (
        <Shown.Provider value={shown}>
            <div class={frame}>
                <header class="head">
                    <Parents />
                    <Title view={view} level={level} />
                    <div class="tools">
                        {deciding && <Actions deciding={deciding} onMerge={(other) => setMerging({ other })} />}
                        <div class="actions">
                            <Copy known={said} />
                        </div>
                    </div>
                    <About model={model} />
                    {deciding && (
                        <DropTarget types={[INCIDENT]} onDrop={(data) => setMerging({ other: dropped(data, view) })}>
                            {t("incident.merge.drop")}
                        </DropTarget>
                    )}
                    <Standing decisions={decisions} onUndo={deciding && ((number) => void deciding.undo(number))} />
                </header>
                <Lede known={said}>
                    {ledgered && (
                        <KnownWhen
                            accounts={ledgered.now.accounts}
                            known={view.known}
                            onKnown={ledgered.onKnown}
                            compare={ledgered.compare}
                            onCompare={ledgered.onCompare}
                            busy={ledgered.busy}
                        />
                    )}
                </Lede>
                {ledgered?.came && <Changes came={ledgered.came} onSeen={ledgered.onSeen} />}
                <Toll />
                <Facts marks={marks} />
                <LineageTree />
                <Quotes />
                <Findings />
                <Related onMerge={deciding && ((other) => setMerging({ other }))} />
                <Accounts
                    onSplit={deciding && ((articles, note) => deciding.decide({ what: "split", incident: view.incident.id, articles, note }))}
                />
                {ledgered && <History incident={view.incident.id} again={decisions.length} />}
                {deciding && (
                    <MergeDialog
                        open={merging !== null}
                        chosen={merging?.other ?? null}
                        onClose={() => setMerging(null)}
                        onMerge={(other, note) => deciding.decide({ what: "merge", incident: view.incident.id, other: other.id, note })}
                    />
                )}
                <Context onClose={close} />
            </div>
        </Shown.Provider>
    )
}

/** The claim that the address names (`#c-…`), as an article's page leads to it. */
function inAddress(): Key[] {
    const claim = /^#c-(\w+)$/.exec(location.hash)?.[1]
    return claim ? [claim] : []
}

function Title({ view, level }: { view: IncidentView; level: 1 | 2 }) {
    const Heading = `h${level}` as const
    return <Heading class="title">{incidentTitle(view.listed)}</Heading>
}

/** How its accounts stand, what, where, when it was, and how many tell of it: as far as was known at the moment shown. */
function About({ model }: { model: Model }) {
    const { listed, incident, accounts } = model.view
    const worst = byState(model.rows)[0]?.fact.state ?? listed.state
    return (
        <p class="about">
            <StateMark state={worst} />
            <span>{kindName(incident.kind)}</span>
            {incident.scope !== "single" && <span>{t(`extent.${incident.scope}`)}</span>}
            {incident.places.length > 0 && <span>{incident.places.slice(0, 3).map(place).join("; ")}</span>}
            <Days of={listed.days} />
            <span>{t("line.voices", { n: model.voices.size })}</span>
            <span>{t("line.articles", { n: accounts.length })}</span>
        </p>
    )
}

/** What is marked on facts: what changed since the last look, and what they say now. */
function useMarks(view: IncidentView, ledgered: Ledgered | undefined): Marks {
    const { came = null, compare = false, now } = ledgered ?? {}
    return useMemo(
        () => ({
            changed: view.known === null ? changedOf(came) : NOTHING,
            now:
                compare && now && view.known !== null
                    ? new Map<string, Fact>(modelOf(now).rows.map(({ id, fact }) => [id, fact]))
                    : null,
        }),
        [view, came, compare, now],
    )
}

/** The incident whose line was dropped, unless it is this one. */
function dropped(data: DataTransfer, view: IncidentView): Listed | null {
    const other = JSON.parse(data.getData(INCIDENT) || "null") as Listed | null
    return other && typeof other.id === "string" && other.id !== view.incident.id ? other : null
}
