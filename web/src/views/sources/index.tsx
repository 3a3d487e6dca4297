import { useRoute } from "preact-iso"
import { OutletPage } from "./outlet"
import { SourcesPage } from "./page"
import "./sources.css"

/** Outlets and voices; or one outlet. */
export default function View() {
    const { name } = useRoute().params as { name?: string }
    return name ? <OutletPage key={name} name={name} /> : <SourcesPage />
}
