import { render } from "preact"
import { App } from "./app"
import { preferred, speak } from "./i18n"
import "./styles/base.css"

const root = document.getElementById("app")
speak(preferred()).finally(() => root && render(<App />, root))
