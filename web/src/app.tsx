import { useEffect, useState } from "preact/hooks"
import { ErrorBoundary, LocationProvider, Route, Router, lazy, useLocation } from "preact-iso"
import { t } from "./i18n"
import { Fault } from "./parts/error"
import { locked } from "./parts/session"
import { Shell } from "./parts/shell"
import { NotFound } from "./views/not-found"

const Overview = lazy(() => import("./views/overview"))
const Incident = lazy(() => import("./views/incident"))
const Article = lazy(() => import("./views/article"))
const Sources = lazy(() => import("./views/sources"))
const Compare = lazy(() => import("./views/compare"))
const Lists = lazy(() => import("./views/lists"))
const Login = lazy(() => import("./views/login"))

/** The page: one view an address, within the shell that all share. */
export function App() {
    return (
        <LocationProvider>
            <Shell>
                <View />
            </Shell>
        </LocationProvider>
    )
}

/** The view of the address; where the server wants a token first, the way in. */
function View() {
    const { url } = useLocation()
    const [fault, setFault] = useState<Error | null>(null)
    useEffect(() => setFault(null), [url])
    if (fault) {
        return (
            <section class="narrow">
                <h1>{t("fault.view")}</h1>
                <Fault error={fault} retry={() => location.reload()} />
            </section>
        )
    }
    return (
        <ErrorBoundary onError={setFault}>
            {locked.value ? (
                <Login />
            ) : (
                <Router>
                    <Route path="/" component={Overview} />
                    <Route path="/incidents/:id" component={Incident} />
                    <Route path="/articles/:key" component={Article} />
                    <Route path="/articles/:key/against/:other" component={Article} />
                    <Route path="/sources" component={Sources} />
                    <Route path="/sources/:name" component={Sources} />
                    <Route path="/compare" component={Compare} />
                    <Route path="/compare/:id" component={Compare} />
                    <Route path="/lists" component={Lists} />
                    <Route path="/login" component={Login} />
                    <Route default component={NotFound} />
                </Router>
            )}
        </ErrorBoundary>
    )
}
