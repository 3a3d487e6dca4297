import { useRoute } from "preact-iso"
import { AgainstPage } from "./against"
import { ArticlePage } from "./page"
import "./article.css"

/** An article; or how it stands to another. */
export default function View() {
    const { key, other } = useRoute().params as { key: string; other?: string }
    return other ? <AgainstPage key={`${key} ${other}`} here={key} there={other} /> : <ArticlePage key={key} article={key} />
}
