import { useLocation } from "preact-iso"
import { useEffect, useId, useRef, useState } from "preact/hooks"
import { post } from "../../api/client"
import type { CompareRequest } from "../../api/types"
import { t } from "../../i18n"
import { announce } from "../../parts/announce"
import { Fault } from "../../parts/error"
import { CloseIcon, PlusIcon } from "../../parts/icons"
import { type Line, MOST_LINKS, MOST_TEXTS, recognise } from "../../parts/links"
import { may, status } from "../../parts/session"
import { useTitle } from "../../parts/title"
import { recall, remember } from "./asked"

type Text = CompareRequest["texts"][number] & { id: number }

/** The longest text that a file dropped here may be: the server takes no more. */
const MOST_BYTES = 2_000_000
let texts = 0
const card = (text: Partial<Text> = {}): Text => ({ text: "", ...text, id: texts++ })

/** Where links and texts are given. `?links=` begins with those, `?again=ID` with those of a comparison before, `&text=LINK`
 * with a card for a link that could not be read. None of them begins to read by itself: an address that somebody sent must
 * not make the server ask for others. */
export function CompareForm() {
    const { query, route } = useLocation()
    const again = recall(query.again)
    const [pasted, setPasted] = useState(
        () => query.links ?? again?.links.filter((one) => one !== query.text).join("\n") ?? "",
    )
    const [cards, setCards] = useState<Text[]>(() => [
        ...(again?.texts ?? []).map((one) => card(one)),
        ...(query.text ? [card({ url: query.text })] : []),
    ])
    const [keep, setKeep] = useState(false)
    const [over, setOver] = useState(false)
    const [busy, setBusy] = useState(false)
    const [missing, setMissing] = useState(false)
    const [fault, setFault] = useState<Error | null>(null)
    const field = useRef<HTMLTextAreaElement>(null)
    const send = useRef<HTMLButtonElement>(null)
    useEffect(() => {
        if (query.links) send.current?.focus()
    }, [])
    const ids = { field: useId(), help: useId(), missing: useId() }
    useTitle(t("nav.compare"))

    const lines = recognise(pasted)
    const links = lines.flatMap((one) => (one.what === "link" && one.url ? [one.url] : []))
    const written = cards.filter((one) => one.text.trim())
    const prose = lines.length > 0 && links.length === 0 && pasted.length > 200
    const sum = links.length + written.length

    useEffect(() => {
        if (links.length > 0) announce(t("compare.links", { n: links.length }))
    }, [links.length])

    const add = (...more: Partial<Text>[]) => setCards((was) => [...was, ...more.map(card)].slice(0, MOST_TEXTS))
    const change = (id: number, more: Partial<Text>) =>
        setCards((was) => was.map((one) => (one.id === id ? { ...one, ...more } : one)))

    async function drop(event: DragEvent) {
        event.preventDefault()
        setOver(false)
        const data = event.dataTransfer
        if (!data) return
        const list = data.getData("text/uri-list")
        const words = list ? list.replace(/^#.*$/gm, "") : data.getData("text/plain")
        if (words.trim()) setPasted((was) => (was.trim() ? `${was.trimEnd()}\n${words.trim()}` : words.trim()))
        const files = [...data.files].filter((file) => file.size <= MOST_BYTES && /^text\/|^$/.test(file.type))
        for (const file of files) add({ text: await file.text(), title: file.name.replace(/\.\w+$/, "") })
    }

    async function submit(event: Event) {
        event.preventDefault()
        setMissing(sum === 0)
        if (sum === 0) {
            field.current?.focus()
            return
        }
        setBusy(true)
        setFault(null)
        const request: CompareRequest = {
            links,
            texts: written.map(({ text, title, outlet, published, url }) => ({
                text,
                ...(title && { title }),
                ...(outlet && { outlet }),
                ...(published && { published }),
                ...(url && { url }),
            })),
            keep,
        }
        try {
            const { id } = await post<{ id: string }>("/comparisons", request)
            remember(id, request)
            route(`/compare/${id}`)
        } catch (error) {
            setFault(error as Error)
            setBusy(false)
        }
    }

    return (
        <form class="compare-page" onSubmit={submit} noValidate>
            <h1>{t("compare.title")}</h1>
            <p class="lead">{t("compare.lede")}</p>
            {status.value?.holds.articles === 0 && <p class="quiet">{t("compare.empty")}</p>}
            <div
                class={over ? "drop over" : "drop"}
                onDragOver={(event) => {
                    event.preventDefault()
                    setOver(true)
                }}
                onDragLeave={() => setOver(false)}
                onDrop={drop}
            >
                <label for={ids.field}>{t("compare.field")}</label>
                <textarea
                    id={ids.field}
                    ref={field}
                    rows={8}
                    value={pasted}
                    spellcheck={false}
                    autocapitalize="off"
                    aria-describedby={missing ? `${ids.missing} ${ids.help}` : ids.help}
                    aria-invalid={missing || undefined}
                    placeholder={"https://…\nhttps://…"}
                    onInput={(event) => {
                        setPasted(event.currentTarget.value)
                        setMissing(false)
                    }}
                />
                {missing && (
                    <p class="wrong" id={ids.missing}>
                        {t("compare.missing")}
                    </p>
                )}
                <p class="quiet help" id={ids.help}>
                    {t("compare.help", { most: MOST_LINKS })}
                </p>
            </div>
            {prose ? (
                <p class="prose">
                    {t("compare.prose")}{" "}
                    <button
                        type="button"
                        onClick={() => {
                            add({ text: pasted })
                            setPasted("")
                        }}
                    >
                        {t("compare.prose.take")}
                    </button>
                </p>
            ) : (
                lines.length > 0 && <Recognised lines={lines} links={links.length} />
            )}
            {cards.map((one, at) => (
                <Card
                    key={one.id}
                    n={at + 1}
                    of={one}
                    change={(more) => change(one.id, more)}
                    remove={() => setCards((was) => was.filter((other) => other.id !== one.id))}
                />
            ))}
            <p>
                <button type="button" disabled={cards.length >= MOST_TEXTS} onClick={() => add({})}>
                    <PlusIcon size={14} /> {t("compare.text.add")}
                </button>
            </p>
            <div class="send">
                <button type="submit" ref={send} class="primary" disabled={busy}>
                    {busy ? t("compare.sending") : sum > 0 ? t("compare.send.n", { n: sum }) : t("compare.send")}
                </button>
                {may("curate") && (
                    <label class="keep">
                        <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.currentTarget.checked)} />
                        {t("compare.keep")}
                    </label>
                )}
            </div>
            {fault && <Fault error={fault} />}
        </form>
    )
}

/** What each line was taken for. */
function Recognised({ lines, links }: { lines: Line[]; links: number }) {
    const rest = lines.length - links
    return (
        <section class="recognised" aria-label={t("compare.lines")}>
            <p>
                {t("compare.links", { n: links })}
                {rest > 0 && <span class="wrong"> · {t("compare.rest", { n: rest })}</span>}
            </p>
            <ul>
                {lines.map((one) => (
                    <li class={one.what}>
                        <span class="sign" aria-hidden="true">
                            {one.what === "link" ? "✓" : "–"}
                        </span>
                        <bdi class="line">{one.what === "link" && one.url ? one.url.replace(/^https?:\/\//, "") : one.line}</bdi>
                        <span class="fate">{t(`compare.line.${one.what}`, { most: MOST_LINKS })}</span>
                    </li>
                ))}
            </ul>
        </section>
    )
}

interface CardProps {
    n: number
    of: Text
    change: (more: Partial<Text>) => void
    remove: () => void
}

/** A text that somebody has, and what they know of it. */
function Card({ n, of, change, remove }: CardProps) {
    const first = useRef<HTMLTextAreaElement>(null)
    useEffect(() => first.current?.focus(), [])
    const id = useId()
    const field = (name: "title" | "outlet" | "published") => {
        const shared = {
            id: `${id}-${name}`,
            value: of[name] ?? "",
            onInput: (event: { currentTarget: HTMLInputElement }) => change({ [name]: event.currentTarget.value }),
        }
        return (
            <p>
                <label for={shared.id}>{t(`compare.text.${name}`)}</label>
                {name === "published" ? <input type="date" {...shared} /> : <input type="text" {...shared} />}
            </p>
        )
    }
    return (
        <fieldset class="pasted">
            <legend>{t("compare.text.n", { n })}</legend>
            <button type="button" class="bare remove" aria-label={t("compare.text.remove", { n })} onClick={remove}>
                <CloseIcon />
            </button>
            {of.url && <p class="quiet">{t("compare.text.instead", { url: of.url })}</p>}
            <p>
                <label for={`${id}-text`}>{t("compare.text.text")}</label>
                <textarea
                    id={`${id}-text`}
                    ref={first}
                    rows={7}
                    dir="auto"
                    value={of.text}
                    onInput={(event) => change({ text: event.currentTarget.value })}
                />
            </p>
            <div class="row">
                {field("title")}
                {field("outlet")}
                {field("published")}
            </div>
        </fieldset>
    )
}
