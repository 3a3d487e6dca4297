import type { ComponentChildren } from "preact"

/** An icon drawn with the text's colour, as high as a line; whoever uses it gives the word. */
function Icon({ children, size = 18 }: { children: ComponentChildren; size?: number }) {
    return (
        <svg
            class="icon"
            viewBox="0 0 20 20"
            width={size}
            height={size}
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            stroke-width="1.6"
            stroke-linecap="round"
            stroke-linejoin="round"
        >
            {children}
        </svg>
    )
}

type Size = { size?: number }

export const SearchIcon = (p: Size) => (
    <Icon {...p}>
        <circle cx="8.5" cy="8.5" r="5" />
        <path d="m12.5 12.5 4.5 4.5" />
    </Icon>
)
export const PinIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M7 3h6l-1 5 3 3H5l3-3zM10 11v6" />
    </Icon>
)
export const CloseIcon = (p: Size) => (
    <Icon {...p}>
        <path d="m5 5 10 10M15 5 5 15" />
    </Icon>
)
export const CheckIcon = (p: Size) => (
    <Icon {...p}>
        <path d="m4 10.5 4 4 8-9" />
    </Icon>
)
export const DownIcon = (p: Size) => (
    <Icon {...p}>
        <path d="m5 8 5 5 5-5" />
    </Icon>
)
export const RightIcon = (p: Size) => (
    <Icon {...p}>
        <path d="m8 5 5 5-5 5" />
    </Icon>
)
export const LanguageIcon = (p: Size) => (
    <Icon {...p}>
        <circle cx="10" cy="10" r="7" />
        <path d="M3 10h14M10 3c2.5 2 2.5 12 0 14M10 3c-2.5 2-2.5 12 0 14" />
    </Icon>
)
export const ThemeIcon = (p: Size) => (
    <Icon {...p}>
        <circle cx="10" cy="10" r="7" />
        <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
    </Icon>
)
export const PersonIcon = (p: Size) => (
    <Icon {...p}>
        <circle cx="10" cy="7" r="3" />
        <path d="M4 17c0-3.5 2.5-5 6-5s6 1.5 6 5" />
    </Icon>
)
export const FilterIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M3 5h14M6 10h8M8.5 15h3" />
    </Icon>
)
export const PlusIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M10 4v12M4 10h12" />
    </Icon>
)
export const MinusIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M4 10h12" />
    </Icon>
)
export const WorldIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4" />
    </Icon>
)
export const NoteIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M4 4h12v8l-4 4H4zM12 16v-4h4" />
    </Icon>
)
export const HiddenIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M3 10s2.5-5 7-5 7 5 7 5-2.5 5-7 5-7-5-7-5zM4 16 16 4" />
    </Icon>
)
export const BellIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M5 14V9a5 5 0 0 1 10 0v5l1 1H4zM8.5 17h3" />
    </Icon>
)
export const MoreIcon = (p: Size) => (
    <Icon {...p}>
        <circle cx="4.5" cy="10" r=".8" fill="currentColor" />
        <circle cx="10" cy="10" r=".8" fill="currentColor" />
        <circle cx="15.5" cy="10" r=".8" fill="currentColor" />
    </Icon>
)
export const CopyIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M7 7h9v9H7zM13 7V4H4v9h3" />
    </Icon>
)
export const LinkIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M11 4h5v5M16 4l-7 7M8 5H4v11h11v-4" />
    </Icon>
)
export const UndoIcon = (p: Size) => (
    <Icon {...p}>
        <path d="M7 4 3.5 7.5 7 11M4 7.5h7.5a4.25 4.25 0 0 1 0 8.5H8" />
    </Icon>
)
