#include "bot/core/person.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::core {

namespace {

using nlohmann::json;

// The surest first.
constexpr auto kSources = std::to_array<std::string_view>({kSigned, kLookedUp, kImported});

std::size_t RankOf(std::string_view source) {
  return static_cast<std::size_t>(std::find(kSources.begin(), kSources.end(), source) - kSources.begin());
}

std::string Cut(std::string_view text) {
  return base::CleanUtf8(text.size() > kMaxAttributeBytes ? text.substr(0, kMaxAttributeBytes) : text);
}

void Merge(std::vector<Attribute>& into, Attribute attribute) {
  const auto known = std::find_if(into.begin(), into.end(), [&](const Attribute& a) { return a.key == attribute.key; });
  if (known == into.end()) {
    if (into.size() < kMaxAttributes) into.push_back(std::move(attribute));
  } else if (RankOf(attribute.source) < RankOf(known->source)) {
    *known = std::move(attribute);
  }
}

std::string AttributesJson(const std::vector<Attribute>& attributes) {
  json value = json::object();
  for (const Attribute& attribute : attributes)
    value[attribute.key] = {{"value", attribute.value}, {"source", attribute.source}};
  return base::DumpJson(value);
}

}  // namespace

bool IsTheUsersOwn(const base::EventBody& body) {
  return !std::holds_alternative<base::AgentActed>(body) && !std::holds_alternative<base::TimerDue>(body) &&
         !std::holds_alternative<base::Relayed>(body) && !std::holds_alternative<base::LookedUp>(body) &&
         !std::holds_alternative<base::DeskMoved>(body);
}

std::string UserOf(const base::Author& author, std::string_view account, std::string_view identity) {
  const std::string& user = author.user.empty() ? author.id : author.user;
  if (!author.verified || user.empty()) return {};
  return std::string(identity.empty() ? account : identity) + ":" + user;
}

std::vector<Attribute> AttributesOf(const Human& person) {
  std::vector<Attribute> all;
  for (Attribute& attribute : ReadAttributes(person.row.attributes)) Merge(all, std::move(attribute));
  for (const store::PersonRow& identity : person.identities)
    for (Attribute& attribute : ReadAttributes(identity.attributes)) Merge(all, std::move(attribute));
  return all;
}

std::string AttributeOf(const Human& person, std::string_view key) {
  for (const Attribute& attribute : AttributesOf(person))
    if (attribute.key == key) return attribute.value;
  return {};
}

std::vector<Attribute> ReadAttributes(std::string_view text) {
  std::vector<Attribute> attributes;
  if (text.empty() || text == "{}") return attributes;
  const auto value = base::ParseJson(text);
  if (!value || !value->is_object()) return attributes;
  for (const auto& [key, member] : value->items()) {
    // A plain value is one that an older version wrote.
    const bool plain = !member.is_structured() && !member.is_null();
    std::string known = member.is_object() ? base::TextAt(member, "value") : std::string();
    if (plain) known = member.is_string() ? member.get<std::string>() : base::DumpJson(member);
    if (known.empty()) continue;
    attributes.push_back({key, Cut(known), plain ? std::string(kSources.back()) : base::TextAt(member, "source")});
  }
  return attributes;
}

std::string WithTold(std::string_view attributes, const std::vector<base::Fact>& facts, std::string_view source,
                     bool all) {
  std::vector<Attribute> known = ReadAttributes(attributes);
  std::erase_if(known, [&](const Attribute& attribute) {
    const bool told = std::any_of(facts.begin(), facts.end(), [&](const auto& f) { return f.key == attribute.key; });
    return attribute.source == source && (all || told);
  });
  for (const base::Fact& fact : facts) {
    std::string value = Cut(fact.value);
    if (!fact.key.empty() && !value.empty()) Merge(known, {Cut(fact.key), std::move(value), std::string(source)});
  }
  return AttributesJson(known);
}

std::string NameOf(const store::PersonRow& row) {
  const std::string identity = row.account + "/" + row.platform_id;
  return row.name.empty() ? identity : row.name + " (" + identity + ")";
}

}  // namespace frontdesk::core
