#include "flows/lookup_reader.h"

#include <re2/re2.h>

#include "flows/lookup.h"
#include "flows/slot_reader.h"

namespace frontdesk::flows {
namespace {

// The mapping under `key`; null, with a finding, when it is something else or too long.
const base::YamlNode* Mapping(DeclaredFields& fields, std::string_view key, std::string_view example,
                              base::Findings& findings) {
  const base::YamlNode* node = fields.Get(key);
  if (node == nullptr) return nullptr;
  if (node->IsMap() && node->entries.size() <= kMaxLookupFields) return node;
  findings.Error(node->place, "'" + std::string(key) + "' must be a mapping of at most 20 entries",
                 "write " + std::string(example));
  return nullptr;
}

void ReadHeaders(DeclaredFields& fields, LookupStep& step, base::Findings& findings) {
  static const RE2 kName(R"([A-Za-z0-9-]{1,60})");
  static const RE2 kValue(R"([ -~]{1,1000})");
  const base::YamlNode* headers = Mapping(fields, "headers", "headers: {Authorization: env:NAME}", findings);
  if (headers == nullptr) return;
  for (const auto& entry : headers->entries) {
    if (!RE2::FullMatch(entry.key, kName) || !entry.value.IsScalar() || !RE2::FullMatch(entry.value.scalar, kValue))
      findings.Error(entry.key_place, "'" + entry.key + "' cannot be sent as a header", "write Name: value, in ASCII");
    else
      step.headers.emplace_back(entry.key, entry.value.scalar);
  }
}

void ReadBody(DeclaredFields& fields, LookupStep& step, base::Findings& findings) {
  const base::YamlNode* body = Mapping(fields, "body", "body: {number: \"{{order}}\"}", findings);
  if (body == nullptr) return;
  if (step.method != LookupStep::Method::kPost)
    findings.Error(body->place, "'body' is sent by 'method: post' only", "add method: post, or remove it");
  for (const auto& entry : body->entries) {
    if (!entry.value.IsScalar())
      findings.Error(entry.value.place, "'" + entry.key + "' must be text");
    else
      step.body.emplace_back(entry.key, ParseTemplate(entry.value.scalar, entry.value.place, findings));
  }
}

void ReadAnswerFields(DeclaredFields& fields, LookupStep& step, base::Findings& findings) {
  const base::YamlNode* names = Mapping(fields, "fields", "fields: {status: /order/status}", findings);
  if (names == nullptr) return;
  for (const auto& entry : names->entries) {
    if (!IsName(entry.key, false))
      findings.Error(entry.key_place, "'" + entry.key + "' cannot name a slot",
                     "use small letters, digits and _, beginning with a letter");
    else if (!entry.value.IsScalar() || !entry.value.scalar.starts_with("/"))
      findings.Error(entry.value.place, "'" + entry.key + "' must say where it stands in the answer",
                     "write a JSON pointer such as /order/status");
    else
      step.fields.push_back({entry.key, entry.value.scalar, entry.key_place});
  }
}

void ReadPerson(DeclaredFields& fields, LookupStep& step, base::Findings& findings) {
  const base::YamlNode* names = fields.Get("person");
  if (names == nullptr) return;
  if (names->IsScalar()) return step.person.push_back({names->scalar, names->place});
  if (!names->IsList()) return findings.Error(names->place, "'person' must be a list of fields", "write [plan, tier]");
  for (const auto& item : names->items) {
    if (item.IsScalar())
      step.person.push_back({item.scalar, item.place});
    else
      findings.Error(item.place, "a field must be a name, not " + std::string(base::KindName(item)));
  }
}

void ReadLimits(DeclaredFields& fields, LookupStep& step, base::Findings& findings) {
  if (fields.Get("timeout") != nullptr) {
    const auto timeout = base::ParseDuration(fields.Text("timeout"));
    if (timeout && *timeout <= kMaxLookupTimeout)
      step.timeout = *timeout;
    else
      findings.Error(fields.PlaceOf("timeout"), "'timeout' must be between 1s and 20s", "write 5s");
  }
  step.max_size = fields.Bytes("max_size", step.max_size);
}

void ReadOnError(DeclaredFields& fields, LookupStep& step, base::Findings& findings) {
  const base::YamlNode* node = fields.Get("on_error");
  if (node == nullptr) return;
  DeclaredFields on_error(*node, kOnErrorMapping, findings);
  step.on_error = on_error.Text("goto");
  step.on_error_place = on_error.PlaceOf("goto");
  on_error.Finish();
}

}  // namespace

LookupStep ReadLookupStep(DeclaredFields& fields, base::Findings& findings) {
  LookupStep step;
  step.url = ReadTemplate(fields, "lookup", findings);
  if (!step.url.empty() && OriginOf(step.url).empty())
    findings.Error(fields.PlaceOf("lookup"), "a lookup's address must begin with its host, without a template in it",
                   "write https://api.example.com/orders/{{order}}");
  if (fields.OneOf("method", "get") == "post") step.method = LookupStep::Method::kPost;
  ReadHeaders(fields, step, findings);
  ReadBody(fields, step, findings);
  ReadAnswerFields(fields, step, findings);
  ReadPerson(fields, step, findings);
  ReadLimits(fields, step, findings);
  ReadOnError(fields, step, findings);
  return step;
}

}  // namespace frontdesk::flows
