#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/mask.h"
#include "bot/base/text.h"
#include "bot/core/talk.h"

namespace frontdesk::core {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxContextBytes = 16 << 10;
constexpr std::size_t kMaxContextKeys = 60;
constexpr std::size_t kMaxValueBytes = 2000;

struct Declared {
  std::string_view key, label;
};

// The fields of the context contract; others are kept but marked.
constexpr Declared kDeclared[] = {
    {"app_version", "App version"}, {"os", "System"},
    {"device", "Device"},           {"page", "Page"},
    {"network", "Network"},         {"rtt_ms", "Round trip (ms)"},
    {"loss", "Packet loss"},        {"bitrate", "Bitrate"},
    {"call_id", "Call id"},         {"last_errors", "Last errors"},
    {kTimeZone, "Time zone"},
};

const Declared* FindDeclared(std::string_view key) {
  const auto it =
      std::find_if(std::begin(kDeclared), std::end(kDeclared), [&](const Declared& d) { return d.key == key; });
  return it == std::end(kDeclared) ? nullptr : it;
}

bool IsSecretKey(const std::string& key) {
  static const RE2 pattern("(?i)(pass(word|wd)?|secret|token|api_?key|authorization|cookie|credential)");
  return RE2::PartialMatch(key, pattern);
}

std::string ValueText(const json& value) {
  std::string text = value.is_string() ? value.get<std::string>() : base::DumpJson(value);
  if (text.size() > kMaxValueBytes) text = base::CleanUtf8(text.substr(0, kMaxValueBytes)) + "…";
  return base::MaskSecrets(base::CleanUtf8(text));
}

}  // namespace

void TakeContext(Draft& draft, const std::string& text) {
  const auto value = base::ParseJson(text, kMaxContextBytes);
  if (!value || !value->is_object()) return;
  Conversation& conversation = draft.conversation;
  for (const auto& [key, member] : value->items()) {
    if (member.is_null()) {
      conversation.context.erase(key);
      continue;
    }
    if (conversation.context.size() >= kMaxContextKeys && !conversation.context.contains(key)) continue;
    conversation.context[key] = IsSecretKey(key) ? "[masked]" : ValueText(member);
    auto& undeclared = conversation.undeclared;
    if (!FindDeclared(key) && std::find(undeclared.begin(), undeclared.end(), key) == undeclared.end()) {
      undeclared.push_back(key);
    }
  }
  if (!draft.ticket) return;
  std::vector<base::Fact> facts = ContextFacts(conversation);
  if (facts == draft.ticket->context) return;
  draft.ticket->context = std::move(facts);
  draft.AddTicketChange("context", "context updated");
}

std::vector<base::Fact> ContextFacts(const Conversation& conversation) {
  std::vector<base::Fact> facts;
  for (const Declared& declared : kDeclared) {
    const auto it = conversation.context.find(std::string(declared.key));
    if (it != conversation.context.end()) facts.push_back({it->first, std::string(declared.label), it->second});
  }
  for (const std::string& key : conversation.undeclared) {
    const auto it = conversation.context.find(key);
    if (it != conversation.context.end()) facts.push_back({key, key + " (not declared)", it->second});
  }
  return facts;
}

}  // namespace frontdesk::core
