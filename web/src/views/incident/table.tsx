import { useMemo, useState } from "preact/hooks"
import type { Account, Told } from "../../api/types"
import { t } from "../../i18n"
import { DownIcon, RightIcon } from "../../parts/icons"
import { country, tongue, voiceKind } from "../../parts/words"
import { type Column, columnsOf, type Group, groupsOf } from "./columns"
import { FactHead, type Marks } from "./fact-head"
import { useGradually } from "./gradually"
import { outletOf, type Row } from "./model"
import { ShortMoment } from "./short-moment"
import { useShown } from "./show"
import { sameWords, Words } from "./words"

/** Beyond so many columns voices are folded at first. */
const WIDE = 14
/** Beyond so many columns, voices are opened one by one. */
const MANY = 160
/** So many different words of one cell are shown at first. */
const FIRST = 3

interface Props {
    rows: Row[]
    marks: Marks
}

/** All that the accounts say: facts down, accounts across, grouped by who says it. */
export function SideBySide({ rows, marks }: Props) {
    const { model } = useShown()
    const groups = useMemo(() => groupsOf(model), [model])
    const all = useMemo(() => groups.reduce((sum, group) => sum + group.accounts.length, 0), [groups])
    const [opened, setOpened] = useState<ReadonlySet<number | null>>(new Set())
    const everything = all <= WIDE
    const isOpen = (group: Group) => everything !== opened.has(group.voice)
    const columns = useMemo(() => columnsOf(model, groups, isOpen), [model, groups, opened, everything])
    const toggle = (group: Group) => {
        const next = new Set(opened)
        if (!next.delete(group.voice)) next.add(group.voice)
        setOpened(next)
    }
    // thousands of cells: they are made anew only when what they show is another
    const body = useMemo(
        () => rows.map((row) => <FactRow key={row.id} row={row} columns={columns} marks={marks} />),
        [rows, columns, marks],
    )
    const shown = useGradually(body)
    const many = groups.filter((group) => group.accounts.length > 1)
    const allOpen = many.every(isOpen)
    const setAll = (open: boolean) => setOpened(new Set(open !== everything ? many.map((group) => group.voice) : []))
    return (
        <>
            {many.length > 0 && all <= MANY && (
                <p class="folding">
                    <button type="button" class="quiet-button" aria-pressed={allOpen} onClick={() => setAll(!allOpen)}>
                        {allOpen ? t("incident.fold.all") : t("incident.unfold.all", { n: all })}
                    </button>
                </p>
            )}
            <div class="wide side-by-side" tabIndex={0} role="group" aria-label={t("incident.table.says")}>
                <table>
                    <caption class="unseen">{t("incident.table.says")}</caption>
                    <colgroup>
                        <col class="fact" />
                        {columns.map((column) => (
                            <col key={`${column.group.voice} ${column.account?.key}`} class="account" />
                        ))}
                    </colgroup>
                    <Head groups={groups} columns={columns} isOpen={isOpen} toggle={toggle} />
                    <tbody>{shown}</tbody>
                </table>
            </div>
        </>
    )
}

interface HeadProps {
    groups: Group[]
    columns: Column[]
    isOpen: (group: Group) => boolean
    toggle: (group: Group) => void
}

function Head({ groups, columns, isOpen, toggle }: HeadProps) {
    return (
        <thead>
            <tr class="voices">
                <th scope="col" rowSpan={2} class="corner">
                    {t("incident.fact")}
                </th>
                {groups.map((group) => {
                    const span = columns.filter((column) => column.group === group).length
                    return (
                        <th key={group.voice ?? "outlets"} scope="colgroup" colSpan={span} class="first">
                            {group.of ? <bdi class="name">{group.of.name}</bdi> : <span class="name">{t("incident.outlets")}</span>}
                            <span class="more">
                                <VoiceOf group={group} />
                                {isOpen(group) && <Fold group={group} open toggle={toggle} />}
                            </span>
                        </th>
                    )
                })}
            </tr>
            <tr class="outlets">
                {columns.map((column) => {
                    const account = column.account ?? (column.group.accounts.length === 1 ? column.group.accounts[0] : undefined)
                    return (
                        <th scope="col" class={column.first ? "first" : undefined} key={`${column.group.voice} ${column.account?.key}`}>
                            {account ? (
                                <>
                                    <bdi>{outletOf(account)}</bdi> {account.published && <ShortMoment at={account.published} />}
                                    <Languages of={[account]} />
                                </>
                            ) : (
                                <>
                                    <Fold group={column.group} open={false} toggle={toggle} /> <Languages of={column.group.accounts} />
                                </>
                            )}
                        </th>
                    )
                })}
            </tr>
        </thead>
    )
}

/** Opens a voice to a column an account, and folds it again. */
function Fold({ group, open, toggle }: { group: Group; open: boolean; toggle: (group: Group) => void }) {
    if (group.accounts.length < 2) return null
    const frame = (event: MouseEvent) => (event.currentTarget as HTMLElement).closest("table")
    return (
        <button
            type="button"
            class="fold"
            data-voice={group.voice ?? "outlets"}
            aria-expanded={open}
            title={t("incident.fold", { voice: group.of?.name ?? t("incident.outlets") })}
            onClick={(event) => {
                const table = frame(event)
                toggle(group)
                // another button stands for it then: the focus goes on to that one
                requestAnimationFrame(() => table?.querySelector<HTMLElement>(`[data-voice="${group.voice ?? "outlets"}"]`)?.focus())
            }}
        >
            {t("incident.accounts", { n: group.accounts.length })} {open ? <DownIcon size={10} /> : <RightIcon size={10} />}
        </button>
    )
}

function Languages({ of }: { of: Account[] }) {
    const codes = [...new Set(of.flatMap((account) => account.language ?? []))].sort()
    return (
        <>
            {codes.map((code, at) => (
                <>
                    {at > 0 && " "}
                    <abbr title={tongue(code)}>{code}</abbr>
                </>
            ))}
        </>
    )
}

/** What a voice is and whose. */
function VoiceOf({ group }: { group: Group }) {
    const { of } = group
    if (!of) return null
    const said = [of.kind && voiceKind(of.kind), of.side && country(of.side)].filter(Boolean).join(", ")
    return said ? <span class="quiet kind">{said}</span> : null
}

function FactRow({ row, columns, marks }: { row: Row; columns: Column[]; marks: Marks }) {
    const places = new Map(row.claims.map(({ claim, value }) => [claim.id, value]))
    return (
        <tr class={row.fact.state}>
            <th scope="row">
                <FactHead row={row} marks={marks} />
            </th>
            {columns.map((column) => {
                const claims = column.cells.get(row.id)
                const other = claims?.every((claim) => (places.get(claim.id) ?? 0) > 0)
                return (
                    <td
                        key={`${column.group.voice} ${column.account?.key}`}
                        class={[column.first && "first", other && "other"].filter(Boolean).join(" ") || undefined}
                    >
                        {claims && <Cell claims={claims} folded={!column.account} />}
                    </td>
                )
            })}
        </tr>
    )
}

/** The words of a cell, the same words of several accounts once. */
function Cell({ claims, folded }: { claims: Told[]; folded: boolean }) {
    const { model } = useShown()
    const [all, setAll] = useState(false)
    const groups = sameWords(claims)
    const shown = all ? groups : groups.slice(0, FIRST)
    return (
        <>
            {shown.map((same) => {
                const outlets = [...new Set(same.map((claim) => outletOf(model.accounts.get(claim.article))))]
                return (
                    <div class="said" key={same[0]!.id}>
                        <Words claims={same} />
                        {folded && outlets.length > 1 && <span class="times">×{outlets.length}</span>}
                    </div>
                )
            })}
            {groups.length > shown.length && (
                <button type="button" class="quiet-button" onClick={() => setAll(true)}>
                    {t("incident.words.more", { n: groups.length - shown.length })}
                </button>
            )}
        </>
    )
}
