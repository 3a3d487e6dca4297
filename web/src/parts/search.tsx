import { useEffect, useId, useRef, useState } from "preact/hooks"
import { useLocation } from "preact-iso"
import type { Found } from "../api/types"
import { t } from "../i18n"
import { SearchIcon } from "./icons"
import { incidentTitle } from "./incident-line"
import { useResource } from "./load"
import { day } from "./moment"
import { StateShape } from "./state"

const PAUSE = 160
const LEAST = 2

interface Option {
    to: string
    title: string
    more: string
    state?: Found["incidents"][number]["state"]
}

/** Search as one types, over incidents and articles (WAI-ARIA's combobox with a list): arrows choose, Enter goes there. */
export function Search() {
    const { route, url } = useLocation()
    const [words, setWords] = useState("")
    const [asked, setAsked] = useState("")
    const [open, setOpen] = useState(false)
    const [at, setAt] = useState(-1)
    const field = useRef<HTMLInputElement>(null)
    const id = useId()

    useEffect(() => {
        const timer = setTimeout(() => setAsked(words.trim()), PAUSE)
        return () => clearTimeout(timer)
    }, [words])
    useEffect(() => {
        setOpen(false)
        setAt(-1)
    }, [url])
    useEffect(() => {
        const called = (event: KeyboardEvent) => {
            if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
                event.preventDefault()
                field.current?.focus()
                field.current?.select()
            }
        }
        document.addEventListener("keydown", called)
        return () => document.removeEventListener("keydown", called)
    }, [])

    const ask = asked.length >= LEAST && open
    const found = useResource<Found>(ask ? "/search" : null, { words: asked, limit: 6 })
    const groups = ask && found.data ? options(found.data) : []
    const flat = groups.flatMap((group) => group.options)
    const all = { to: `/?words=${encodeURIComponent(asked)}`, title: t("search.all", { words: asked }), more: "" }
    const every = flat.length > 0 ? [...flat, all] : []
    const shown = ask && found.data !== null

    useEffect(() => {
        if (at >= 0) document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: "nearest" })
    }, [at])

    function go(option: Option | undefined) {
        const wanted = option?.to ?? (words.trim() && `/?words=${encodeURIComponent(words.trim())}`)
        if (!wanted) return
        setOpen(false)
        field.current?.blur()
        route(wanted)
    }
    function onKeyDown(event: KeyboardEvent) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
        if (step !== undefined) {
            event.preventDefault()
            setOpen(true)
            // from the field itself (-1) round to it again
            setAt(((at + 1 + step + every.length + 1) % (every.length + 1)) - 1)
        } else if (event.key === "Enter") {
            event.preventDefault()
            go(every[at])
        } else if (event.key === "Escape") {
            if (open) setOpen(false)
            else setWords("")
            setAt(-1)
        }
    }

    const row = (option: Option) => {
        const number = every.indexOf(option)
        return (
            <li
                id={`${id}-${number}`}
                role="option"
                class={option.state ? undefined : "article"}
                aria-selected={number === at}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => go(option)}
            >
                {option.state && <StateShape state={option.state} size={10} />}
                <span class="title">{option.title}</span>
                {option.more && <span class="quiet">{option.more}</span>}
            </li>
        )
    }
    return (
        <div class="search" role="search">
            <SearchIcon size={16} />
            <input
                ref={field}
                type="text"
                inputMode="search"
                enterKeyHint="search"
                role="combobox"
                aria-label={t("search.label")}
                aria-autocomplete="list"
                aria-expanded={shown}
                aria-controls={`${id}-list`}
                aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
                placeholder={t("search.placeholder")}
                autocomplete="off"
                spellcheck={false}
                value={words}
                onInput={(event) => {
                    setWords(event.currentTarget.value)
                    setOpen(true)
                    setAt(-1)
                }}
                onFocus={() => setOpen(true)}
                onBlur={() => setOpen(false)}
                onKeyDown={onKeyDown}
            />
            <kbd aria-hidden="true">Ctrl K</kbd>
            <div class="found" hidden={!shown}>
                <ul role="listbox" id={`${id}-list`} aria-label={t("search.label")}>
                    {shown &&
                        groups.map((group) => (
                            <li role="presentation">
                                <ul role="group" aria-label={group.label}>
                                    <li role="presentation" class="label">
                                        {group.label}
                                    </li>
                                    {group.options.map(row)}
                                </ul>
                            </li>
                        ))}
                    {shown && flat.length > 0 && row(all)}
                </ul>
                {shown && flat.length === 0 && <p class="quiet">{t("search.none", { words: asked })}</p>}
            </div>
            <span class="unseen" role="status">
                {shown && t("search.found", { n: flat.length })}
            </span>
        </div>
    )
}

/** What was found, by what it is. */
function options(found: Found): { label: string; options: Option[] }[] {
    const incidents = found.incidents.map((one) => ({
        to: `/incidents/${one.id}`,
        title: incidentTitle(one),
        more: t("line.articles", { n: one.articles }),
        state: one.state,
    }))
    const articles = found.articles.map((one) => ({
        to: `/articles/${one.article}`,
        title: one.title || one.words,
        more: [one.outlet, one.published && day(one.published.slice(0, 10))].filter(Boolean).join(", "),
    }))
    return [
        { label: t("search.incidents"), options: incidents },
        { label: t("search.articles"), options: articles },
    ].filter((group) => group.options.length > 0)
}
