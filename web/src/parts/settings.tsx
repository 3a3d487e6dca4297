import { useLocation } from "preact-iso"
import { LANGUAGES, language, speak, t } from "../i18n"
import { announce } from "./announce"
import { LanguageIcon, PersonIcon, ThemeIcon } from "./icons"
import { Menu, MenuChoice, MenuItem } from "./menu"
import { logOut, you } from "./session"
import { THEMES, theme } from "./theme"

/** What languages call themselves. */
const OWN = { en: "English", uk: "Українська", it: "Italiano" }

/** The page's language, its look, and who looks at it. */
export function Settings() {
    return (
        <div class="settings">
            <Menu label={t("language.label")} face={<LanguageIcon />} end>
                {LANGUAGES.map((one) => (
                    <MenuChoice lang={one} chosen={one === language.value} onChoose={() => void speak(one)}>
                        {OWN[one]}
                    </MenuChoice>
                ))}
            </Menu>
            <Menu label={t("theme.label")} face={<ThemeIcon />} end>
                {THEMES.map((one) => (
                    <MenuChoice chosen={one === theme.value} onChoose={() => (theme.value = one)}>
                        {t(`theme.${one}`)}
                    </MenuChoice>
                ))}
            </Menu>
            <Me />
        </div>
    )
}

/** Who looks at the page, and the way in or out. The machine's own user has neither. */
function Me() {
    const { route } = useLocation()
    const me = you.value
    if (!me) return null
    if (me.role === null) return <a href="/login">{t("you.login")}</a>
    if (me.local) return null
    const leave = async () => {
        await logOut()
        announce(t("you.out"))
        route("/login")
    }
    return (
        <Menu label={t("you.label", { name: me.name, role: t(`you.role.${me.role}`) })} face={<PersonIcon />} end>
            <p class="whom">
                {me.name} <span class="quiet">{t(`you.role.${me.role}`)}</span>
            </p>
            <MenuItem onChoose={() => void leave()}>{t("you.logout")}</MenuItem>
        </Menu>
    )
}
