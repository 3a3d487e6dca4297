import type { ComponentChildren } from "preact"
import { useEffect, useState } from "preact/hooks"
import { language, t } from "../../i18n"
import { announce } from "../../parts/announce"
import { Fault, Waiting } from "../../parts/error"
import { DownIcon } from "../../parts/icons"
import { number } from "../../parts/words"
import { MOST_ROWS, type Rows } from "./rows"

export interface Column<T> {
    name: string
    /** What it is sorted by: numbers fall, words rise at first. None: it can't be sorted. */
    by?: (row: T) => number | string
    cell: (row: T) => ComponentChildren
    /** The column that names the row. */
    head?: boolean
}

interface Props<T> {
    caption: string
    columns: Column<T>[]
    of: Rows<T>
    /** The column by which the server gave the rows. */
    given: string
    none: string
}

const PAGE = 50

/** A table that is sorted by its heads and paged. Sorting by another column than the server's asks for all rows first. */
export function SortedTable<T>({ caption, columns, of, given, none }: Props<T>) {
    const [sort, setSort] = useState<{ by: string; up: boolean }>({ by: given, up: false })
    const [page, setPage] = useState(0)
    const [from, to] = [page * PAGE, (page + 1) * PAGE]
    const asGiven = sort.by === given && !sort.up
    useEffect(() => of.want(asGiven ? to : MOST_ROWS), [asGiven, to, of.total])
    useEffect(() => setPage(0), [of.rows[0]])

    const rows = sorted(of.rows, columns.find((one) => one.name === sort.by)?.by, sort.up)
    const total = Math.min(of.total, MOST_ROWS)
    const pages = Math.max(1, Math.ceil(total / PAGE))
    const turn = (by: string, up: boolean) => {
        setSort({ by, up })
        setPage(0)
        announce(t(up ? "sources.sorted.up" : "sources.sorted.down", { by: t(`sources.column.${by}`) }))
    }
    if (of.error) return <Fault error={of.error} retry={of.reload} />
    if (of.loading && of.rows.length === 0) return <Waiting />
    if (of.rows.length === 0) return <p class="quiet">{none}</p>
    return (
        <>
            <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
                <table class="sorted" aria-busy={of.loading}>
                    <caption class="unseen">{caption}</caption>
                    <thead>
                        <tr>
                            {columns.map((one) => (
                                <Head
                                    column={one}
                                    sort={sort.by === one.name ? (sort.up ? "up" : "down") : null}
                                    turn={(up) => turn(one.name, up)}
                                    numbers={one.by !== undefined && typeof one.by(of.rows[0] as T) === "number"}
                                />
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {rows.slice(from, to).map((row) => (
                            <tr>
                                {columns.map((one) =>
                                    one.head ? (
                                        <th scope="row">{one.cell(row)}</th>
                                    ) : (
                                        <td class={one.by && typeof one.by(row) === "number" ? "number" : undefined}>{one.cell(row)}</td>
                                    ),
                                )}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
            {of.total > MOST_ROWS && !asGiven && <p class="quiet">{t("sources.most", { n: MOST_ROWS })}</p>}
            {pages > 1 && (
                <nav class="pages noprint" aria-label={t("sources.pages")}>
                    <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
                        {t("sources.before")}
                    </button>
                    <span aria-live="polite">
                        {t("sources.page", { from: number(from + 1), to: number(Math.min(to, total)), total: number(of.total) })}
                    </span>
                    <button type="button" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
                        {t("sources.after")}
                    </button>
                </nav>
            )}
        </>
    )
}

interface HeadProps<T> {
    column: Column<T>
    sort: "up" | "down" | null
    turn: (up: boolean) => void
    numbers: boolean
}

function Head<T>({ column, sort, turn, numbers }: HeadProps<T>) {
    const name = t(`sources.column.${column.name}`)
    if (!column.by) return <th scope="col">{name}</th>
    // a first press shows what is most, or what comes first in the alphabet
    const next = sort === null ? !numbers : sort === "down"
    return (
        <th scope="col" class={numbers ? "number" : undefined} aria-sort={sort ? (sort === "up" ? "ascending" : "descending") : undefined}>
            <button type="button" class={`bare ${sort ?? ""}`} onClick={() => turn(next)}>
                {name}
                <DownIcon size={12} />
            </button>
        </th>
    )
}

function sorted<T>(rows: T[], by: ((row: T) => number | string) | undefined, up: boolean): T[] {
    if (!by) return rows
    const { compare } = new Intl.Collator(language.value, { numeric: true })
    const order = (a: T, b: T) => {
        const [x, y] = [by(a), by(b)]
        return typeof x === "number" ? x - (y as number) : compare(x, String(y))
    }
    return [...rows].sort((a, b) => (up ? order(a, b) : order(b, a)))
}
