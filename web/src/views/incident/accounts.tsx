import { useState } from "preact/hooks"
import type { Account, Key } from "../../api/types"
import { t } from "../../i18n"
import { Moment } from "../../parts/moment"
import { tongue } from "../../parts/words"
import { ACCOUNTS, DropTarget } from "./drop"
import { AccountLink } from "./lineage"
import { outletOf, safeLink } from "./model"
import { Room } from "./room"
import { useShown } from "./show"

interface Props {
    /** Makes another incident of the chosen accounts; null where one may not. */
    onSplit: ((articles: Key[], note: string) => Promise<boolean>) | null
}

/** The accounts in the order of publication; who may curate chooses those that tell of another incident. */
export function Accounts({ onSplit }: Props) {
    const { model } = useShown()
    const { accounts } = model.view
    const [splitting, setSplitting] = useState(false)
    const [chosen, setChosen] = useState<ReadonlySet<Key>>(new Set())
    const mayChoose = onSplit !== null && splitting
    const choose = (keys: Key[], on: boolean) => {
        const next = new Set(chosen)
        for (const key of keys) on ? next.add(key) : next.delete(key)
        setChosen(next)
    }
    const done = () => {
        setSplitting(false)
        setChosen(new Set())
    }
    return (
        <Room
            name="accounts"
            kind="accounts"
            title={
                <>
                    {t("incident.accounts.title")} <span class="n">{accounts.length}</span>
                </>
            }
            beside={
                onSplit &&
                accounts.length > 1 && (
                    <button type="button" class="quiet-button" aria-pressed={splitting} onClick={() => (splitting ? done() : setSplitting(true))}>
                        {t("incident.split")}
                    </button>
                )
            }
        >
            <div class={mayChoose ? "splitting" : undefined}>
                <ol>
                    {accounts.map((account) => (
                        <li
                            key={account.key}
                            class={chosen.has(account.key) ? "chosen" : undefined}
                            draggable={mayChoose}
                            onDragStart={(event) => event.dataTransfer?.setData(ACCOUNTS, JSON.stringify([account.key]))}
                        >
                            {mayChoose && (
                                <input
                                    type="checkbox"
                                    checked={chosen.has(account.key)}
                                    aria-label={t("incident.split.choose", { outlet: outletOf(account), title: account.title })}
                                    onChange={(event) => choose([account.key], event.currentTarget.checked)}
                                />
                            )}
                            <AccountRow account={account} />
                        </li>
                    ))}
                </ol>
                {mayChoose && <Another chosen={chosen} choose={choose} onSplit={onSplit} onDone={done} />}
            </div>
        </Room>
    )
}

function AccountRow({ account }: { account: Account }) {
    const link = safeLink(account.url)
    return (
        <>
            <span class="when">{account.published ? <Moment at={account.published} brief /> : <span class="quiet">{t("time.unknown")}</span>}</span>
            <span class="what">
                <AccountLink account={account} />
                {account.language && <span class="quiet"> {tongue(account.language)}</span>}
                {account.revisions > 1 && <span class="quiet"> · {t("incident.revisions", { n: account.revisions })}</span>}
                {link && (
                    <a class="original" href={link} rel="noreferrer noopener" target="_blank">
                        {t("incident.original")}
                    </a>
                )}
            </span>
        </>
    )
}

interface AnotherProps {
    chosen: ReadonlySet<Key>
    choose: (keys: Key[], on: boolean) => void
    onSplit: (articles: Key[], note: string) => Promise<boolean>
    onDone: () => void
}

/** The other incident that is to be: accounts are dropped here or ticked. */
function Another({ chosen, choose, onSplit, onDone }: AnotherProps) {
    const { model } = useShown()
    const [note, setNote] = useState("")
    const all = chosen.size === model.view.accounts.length
    const split = async (event: Event) => {
        event.preventDefault()
        if (await onSplit([...chosen], note)) onDone()
    }
    return (
        <DropTarget
            stays
            types={[ACCOUNTS]}
            onDrop={(data) => {
                const keys: unknown = JSON.parse(data.getData(ACCOUNTS) || "[]")
                if (Array.isArray(keys)) choose(keys.filter((key) => model.accounts.has(key)), true)
            }}
        >
            <form class="another" onSubmit={split}>
                <h3>{t("incident.split.another")}</h3>
                {chosen.size === 0 ? (
                    <p class="quiet">{t("incident.split.how")}</p>
                ) : (
                    <ul>
                        {[...chosen].map((key) => (
                            <li key={key}>
                                <bdi>{outletOf(model.accounts.get(key))}</bdi>
                                <button type="button" class="quiet-button" aria-label={t("incident.split.back", { outlet: outletOf(model.accounts.get(key)) })} onClick={() => choose([key], false)}>
                                    ×
                                </button>
                            </li>
                        ))}
                    </ul>
                )}
                {all && <p class="fault">{t("incident.split.all")}</p>}
                <label>
                    {t("incident.note.why")}
                    <textarea rows={2} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
                </label>
                <p class="do">
                    <button type="submit" class="primary" disabled={chosen.size === 0 || all}>
                        {t("incident.split.do", { n: chosen.size })}
                    </button>
                    <button type="button" onClick={onDone}>
                        {t("incident.cancel")}
                    </button>
                </p>
            </form>
        </DropTarget>
    )
}
