#include "bot/runtime/article_page.h"

#include <algorithm>

#include "bot/base/text.h"
#include "bot/runtime/html.h"

namespace frontdesk::runtime {

namespace {

constexpr std::string_view kStyle =
    R"(:root { color-scheme: light dark; --bg: #fbfbf8; --ink: #17211e; --muted: #56655f; --line: #e3e6e1; --accent: #0b6b5b; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #101513; --ink: #e9efed; --muted: #9dada8; --line: #2a3430; --accent: #55c7ae; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--bg); color: var(--ink);
  font: 17px/1.65 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
}
header, main { max-width: 44rem; margin: 0 auto; padding: 0 1.5rem; }
header { display: flex; justify-content: space-between; gap: 1rem; padding-top: 1.5rem; color: var(--muted); font-size: 15px; }
main { padding-bottom: 5rem; }
h1 { font-size: clamp(28px, 5vw, 38px); line-height: 1.2; letter-spacing: -.015em; margin: 2.2rem 0 1.2rem; text-wrap: balance; }
h2 { font-size: 21px; line-height: 1.35; margin: 2.2rem 0 .6rem; }
a { color: var(--accent); text-underline-offset: 3px; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
ul, ol { padding-inline-start: 1.4em; }
li { margin: .3em 0; }
code { font: .9em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: color-mix(in srgb, var(--ink) 7%, transparent); padding: .1em .35em; border-radius: 5px; }
pre { background: color-mix(in srgb, var(--ink) 6%, transparent); border-radius: 12px; padding: 1rem 1.2rem; overflow-x: auto; }
pre code { background: none; padding: 0; }
blockquote { margin: 1.2rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); color: var(--muted); }
)";

// Whoever has the link sees the page, so an article that is for some people only has none.
bool IsForEverybody(const knowledge::Article& article, const Served& served, base::TimePoint now) {
  if (!article.tiers.empty()) return false;
  if (article.valid_from && now < *article.valid_from) return false;
  if (article.valid_until && now >= *article.valid_until) return false;
  if (article.accounts.empty()) return true;
  return std::any_of(article.accounts.begin(), article.accounts.end(), [&](const std::string& account) {
    const Account* known = served.workspace.config.FindAccount(account);
    return known != nullptr && known->type == "web";
  });
}

// "../en/reset-password.md#steps" -> "/articles/reset-password?locale=en"
std::string ArticleAddress(std::string_view href, const std::string& locale) {
  href = href.substr(0, href.find_first_of("#?"));
  if (const auto slash = href.rfind('/'); slash != std::string_view::npos) href.remove_prefix(slash + 1);
  if (href.ends_with(".md")) href.remove_suffix(3);
  const bool plain = !href.empty() && std::all_of(href.begin(), href.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
  });
  if (!plain || href == "." || href == "..") return {};
  return "/articles/" + std::string(href) + (locale.empty() ? "" : "?locale=" + locale);
}

std::string TargetOf(const std::string& href, const std::string& locale) {
  const std::string lower = base::AsciiLower(href);
  for (const char* scheme : {"https://", "http://", "mailto:"})
    if (lower.starts_with(scheme)) return href;
  if (href.find(':') != std::string::npos) return {};
  return ArticleAddress(href, locale);
}

std::string Languages(const knowledge::Article& article, const std::string& shown) {
  std::string links;
  for (const knowledge::ArticleText& text : article.texts) {
    if (text.locale.empty() || text.locale == shown) continue;
    const std::string name = text.locale == "zh" ? "中文" : text.locale == "en" ? "English" : text.locale;
    links += "<a href=\"?locale=" + Escape(text.locale) + "\" lang=\"" + Escape(text.locale) + "\">" + Escape(name) +
             "</a> ";
  }
  return links;
}

}  // namespace

std::optional<std::string> ArticlePage(const Served& served, std::string_view id, std::string_view locale,
                                       base::TimePoint now) {
  const knowledge::Article* article = served.workspace.catalog->knowledge->Find(id);
  if (article == nullptr || !IsForEverybody(*article, served, now)) return std::nullopt;
  const knowledge::ArticleText& text = article->In(locale);
  const std::string title = Escape(article->TitleIn(text.locale));
  const auto target = [&](const std::string& href) { return TargetOf(href, text.locale); };
  std::string page =
      "<!doctype html>\n<html lang=\"" + Escape(text.locale.empty() ? "en" : text.locale) + "\">\n<head>\n";
  page += "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<title>" + title + "</title>\n<link rel=\"stylesheet\" href=\"/article.css\">\n</head>\n<body>\n";
  page += "<header><span>" + Escape(served.workspace.config.product) + "</span><span>" +
          Languages(*article, text.locale) + "</span></header>\n<main>\n<h1>" + title + "</h1>\n";
  page += ToHtml(text.short_text, target) + ToHtml(base::Markdown(text.rest), target);
  return page + "</main>\n</body>\n</html>\n";
}

std::string_view ArticleStyle() { return kStyle; }

}  // namespace frontdesk::runtime
