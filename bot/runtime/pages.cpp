#include "bot/runtime/pages.h"

#include "bot/base/crypto.h"
#include "bot/runtime/answers.h"
#include "bot/runtime/article_page.h"

namespace frontdesk::runtime {

namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kScript = "text/javascript; charset=utf-8";
constexpr std::string_view kCss = "text/css; charset=utf-8";

// Our own scripts and styles only; pictures also from memory, which is where previews of uploads are.
constexpr std::string_view kAppPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::string_view kArticlePolicy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::string_view kPlainPolicy = "default-src 'none'; frame-ancestors 'none'";

constexpr std::size_t kTagBytes = 12;

std::string TagOf(std::string_view bytes) {
  return "\"" + base::Base64UrlEncode(base::Sha256(bytes)).substr(0, kTagBytes) + "\"";
}

struct Look {
  std::string_view type;
  std::string_view policy;
  bool for_all_pages = false;  // other sites may load it
};

void SendBytes(const Call& call, std::string_view bytes, const std::string& tag, const Look& look) {
  net::HttpResponse response;
  response.headers = {{"ETag", tag}, {"Cache-Control", look.for_all_pages ? "public, max-age=300" : "no-cache"}};
  response.headers.emplace_back("Cross-Origin-Resource-Policy", look.for_all_pages ? "cross-origin" : "same-origin");
  if (look.for_all_pages) response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  AddSecurityHeaders(response, look.policy);
  if (call.request.Header("If-None-Match").find(tag) != std::string_view::npos) {
    response.status = 304;
  } else {
    response.headers.emplace_back("Content-Type", look.type);
    response.body = bytes;
  }
  call.reply.Send(std::move(response));
}

}  // namespace

struct Pages::Page {
  std::string_view path;
  std::string_view file;
  Look look;
};

void Pages::AddTo(Router& router) {
  const Page pages[] = {
      {"/demo", "demo/index.html", {kHtml, kAppPolicy}},
      {"/demo/demo.js", "demo/demo.js", {kScript, kPlainPolicy}},
      {"/demo/demo.css", "demo/demo.css", {kCss, kPlainPolicy}},
      {"/console", "console/index.html", {kHtml, kAppPolicy}},
      {"/console/app.js", "console/app.js", {kScript, kPlainPolicy}},
      {"/console/app.css", "console/app.css", {kCss, kPlainPolicy}},
      {"/widget.js", "widget.js", {kScript, kPlainPolicy, true}},
  };
  for (const Page& page : pages) AddFile(router, page);
  router.Add("GET", "/articles/*", [this](const Call& call) { ShowArticle(call); });
  router.Add("GET", "/article.css", [tag = TagOf(ArticleStyle())](const Call& call) {
    SendBytes(call, ArticleStyle(), tag, {kCss, kPlainPolicy});
  });
  // Browsers ask for it on every page.
  router.Add("GET", "/favicon.ico", [](const Call& call) {
    net::HttpResponse response{204, {{"Cache-Control", "public, max-age=86400"}}, {}};
    AddSecurityHeaders(response);
    call.reply.Send(std::move(response));
  });
}

void Pages::AddFile(Router& router, const Page& page) {
  const std::string_view bytes = base::FindEmbedded(web_, page.file);
  if (bytes.empty()) return;
  router.Add("GET", std::string(page.path),
             [bytes, tag = TagOf(bytes), look = page.look](const Call& call) { SendBytes(call, bytes, tag, look); });
}

void Pages::ShowArticle(const Call& call) const {
  const std::string locale = call.request.Query("locale").value_or(std::string());
  const auto page = ArticlePage(*workspace_.Current(), call.args.front(), locale, clock_.Now());
  if (!page) return call.reply.Send(ErrorResponse(404, "not found", "There is no such article."));
  SendBytes(call, *page, TagOf(*page), {kHtml, kArticlePolicy});
}

}  // namespace frontdesk::runtime
