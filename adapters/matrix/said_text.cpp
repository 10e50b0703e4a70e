#include "adapters/matrix/said_text.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/matrix/wire.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::TextAt;
using nlohmann::json;

constexpr std::string_view kPill = "matrix.to/#/";
constexpr std::size_t kMaxPills = 64;

bool IsReply(const json& content) { return ObjectAt(content, "m.relates_to").contains("m.in_reply_to"); }

// "> <@ann:example.org> what she said", lines of that kind, and an empty one.
std::string_view WithoutQuote(std::string_view body) {
  if (!body.starts_with("> ")) return body;
  while (body.starts_with("> ") || body.starts_with(">\n")) {
    const auto end = body.find('\n');
    if (end == std::string_view::npos) return {};
    body.remove_prefix(end + 1);
  }
  if (body.starts_with('\n')) body.remove_prefix(1);
  return body;
}

std::string WithoutEntities(std::string_view html) {
  constexpr std::array<std::pair<std::string_view, char>, 6> kEntities = {
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}, {"&amp;", '&'}}};
  std::string out;
  for (std::size_t i = 0; i < html.size();) {
    const auto known = std::find_if(kEntities.begin(), kEntities.end(),
                                    [&](const auto& entity) { return html.substr(i).starts_with(entity.first); });
    out += known == kEntities.end() ? html[i] : known->second;
    i += known == kEntities.end() ? 1 : known->first.size();
  }
  return out;
}

// What the link to us in the HTML says: "Support" of <a href="https://matrix.to/#/@support:example.org">Support</a>.
std::string NameInPill(std::string_view html, std::string_view us) {
  for (std::size_t pills = 0; pills < kMaxPills; ++pills) {
    const auto at = html.find(kPill);
    if (at == std::string_view::npos) return {};
    html.remove_prefix(at + kPill.size());
    const auto quote = html.find_first_of("\"'?>");
    if (quote == std::string_view::npos) return {};
    const bool ours = Unpercent(html.substr(0, quote)) == us;
    const auto open = html.find('>'), close = html.find('<');
    if (ours && open != std::string_view::npos && close != std::string_view::npos && open < close)
      return WithoutEntities(html.substr(open + 1, close - open - 1));
  }
  return {};
}

// Without the name and what stands between it and the words; a name inside a sentence stays, as it is part of it.
std::string WithoutName(std::string_view text, std::string_view name) {
  std::string_view rest = base::Trim(text);
  if (rest.starts_with('@') && !name.starts_with('@') && rest.substr(1).starts_with(name)) rest.remove_prefix(1);
  if (name.empty() || !rest.starts_with(name)) return std::string(base::Trim(text));
  rest.remove_prefix(name.size());
  for (const std::string_view mark : {":", ",", "：", "，"})
    if (rest.starts_with(mark)) {
      rest.remove_prefix(mark.size());
      break;
    }
  return std::string(base::Trim(rest));
}

}  // namespace

SaidText ReadSaid(const json& content, std::string_view us) {
  const std::string body = base::CleanUtf8(TextAt(content, "body"));
  const std::string html = TextAt(content, "formatted_body");
  const std::string_view words = IsReply(content) ? WithoutQuote(body) : std::string_view(body);
  const std::string pill = NameInPill(html, us);
  SaidText said;
  if (content.is_object() && content.contains("m.mentions")) {
    for (const json& one : ListAt(ObjectAt(content, "m.mentions"), "user_ids"))
      if (one.is_string() && one.get_ref<const std::string&>() == us) said.names_us = true;
  } else {
    said.names_us = !pill.empty() || words.find(us) != std::string_view::npos;  // of an older client
  }
  const std::string name = pill.empty() ? std::string(us) : base::CleanUtf8(pill);
  said.text = said.names_us ? WithoutName(words, name) : std::string(base::Trim(words));
  return said;
}

}  // namespace frontdesk::adapters::matrix
