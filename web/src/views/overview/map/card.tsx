import { useEffect, useRef } from "preact/hooks"
import { t } from "../../../i18n"
import { CloseIcon } from "../../../parts/icons"
import { StateMark } from "../../../parts/state"
import type { Placed } from "./placed"

interface Props {
    of: Placed
    /** Where its mark is on the screen. */
    at: [number, number]
    width: number
    height: number
    onClose: () => void
    onZoom: () => void
    onList: () => void
}

const WIDE = 300
const GAP = 16

/** The incidents of one mark: it opens beside it, takes the focus, and gives it back by Escape. */
export function Card({ of, at: [x, y], width, height, onClose, onZoom, onList }: Props) {
    const card = useRef<HTMLDivElement>(null)
    const { properties } = of.feature
    useEffect(() => card.current?.focus({ preventScroll: true }), [of.key])
    const right = x + GAP + WIDE < width
    const place = {
        left: `${Math.max(4, right ? x + GAP : x - GAP - WIDE)}px`,
        // it is as high as it must be: it hangs from its mark in the upper half, and stands on it in the lower
        ...(y < height / 2 ? { top: `${Math.max(4, y - 20)}px` } : { bottom: `${Math.max(4, height - y - 20)}px` }),
    }
    const more = properties.count - properties.incidents.length
    return (
        <div
            ref={card}
            class="card"
            role="dialog"
            aria-label={of.name}
            tabIndex={-1}
            style={place}
            onKeyDown={(event) => event.key === "Escape" && onClose()}
        >
            <header>
                <div>
                    <h2>{properties.cluster ? t("map.around", { name: of.name }) : of.name}</h2>
                    <p class="quiet">
                        {t(`map.what.${properties.what}`)} · {t("map.count", { n: properties.count })}
                        {properties.count > 1 && <> · {t("map.gravest")}</>} <StateMark state={properties.state} />
                    </p>
                </div>
                <button type="button" class="bare" aria-label={t("close")} onClick={onClose}>
                    <CloseIcon />
                </button>
            </header>
            <ul>
                {properties.incidents.map((one) => (
                    <li>
                        <a href={`/incidents/${one.id}`}>{one.title}</a>
                    </li>
                ))}
            </ul>
            <footer>
                {more > 0 && <span class="quiet">{t("map.further", { n: more })}</span>}
                {properties.cluster && (
                    <button type="button" class="link" onClick={onZoom}>
                        {t("map.closer")}
                    </button>
                )}
                <button type="button" class="link" onClick={onList}>
                    {t("map.only")}
                </button>
            </footer>
        </div>
    )
}
