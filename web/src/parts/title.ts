import { useLayoutEffect } from "preact/hooks"

/** Sets the document's title while a view is shown: "Sources · Tellings". */
export function useTitle(title: string | null | undefined): void {
    useLayoutEffect(() => {
        document.title = title ? `${title} · Tellings` : "Tellings"
    }, [title])
}
