#include "flows/flow_reader.h"

#include <algorithm>

#include "bot/base/crypto.h"
#include "bot/base/text.h"
#include "flows/mended_yaml.h"
#include "flows/slot_reader.h"
#include "flows/step_reader.h"

namespace frontdesk::flows {
namespace {

std::string HashOf(std::string_view text) { return base::HexEncode(base::Sha256(text)).substr(0, 16); }

// Each text under `key` with its own place; a single text stands for a list of one.
std::vector<Phrase> PlacedTexts(DeclaredFields& fields, std::string_view key, std::string_view locale) {
  std::vector<Phrase> phrases;
  const base::YamlNode* node = fields.Get(key);
  const std::vector<std::string> texts = fields.Texts(key);  // reports wrong types
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool listed = node->IsList() && i < node->items.size();
    phrases.push_back({texts[i], std::string(locale), listed ? node->items[i].place : node->place});
  }
  return phrases;
}

bool HasChineseComma(std::string_view text) {
  return text.find("，") != std::string_view::npos || text.find("、") != std::string_view::npos;
}

void ReadCommands(DeclaredFields& fields, Flow& flow, base::Findings& findings) {
  for (Phrase& command : PlacedTexts(fields, "commands", "")) {
    if (command.text.starts_with("/")) command.text.erase(0, 1);
    if (!IsName(command.text, true))
      findings.Error(command.place, "'" + command.text + "' cannot be a command", "use small letters, digits and -");
    flow.start.commands.push_back(std::move(command));
  }
}

void ReadMoments(DeclaredFields& fields, Flow& flow, base::Findings& findings) {
  const std::span<const std::string_view> moments = kStartMapping.Find("after")->allowed;
  for (const Phrase& moment : PlacedTexts(fields, "after", "")) {
    if (std::find(moments.begin(), moments.end(), moment.text) == moments.end())
      findings.Error(moment.place, "unknown moment '" + moment.text + "'", base::DidYouMean(moment.text, moments));
    flow.start.after.push_back(moment.text);
  }
}

void ReadStart(DeclaredFields& root, Flow& flow, base::Findings& findings) {
  const base::YamlNode* node = root.Get("start");
  if (node == nullptr) return;
  DeclaredFields fields(*node, kStartMapping, findings);
  ReadCommands(fields, flow, findings);
  ReadPhrases(fields, flow.locale, flow, findings);
  ReadMoments(fields, flow, findings);
  fields.Finish();
}

void ReadIdentity(DeclaredFields& root, std::string_view id, const LoadOptions& options, Flow& flow,
                  base::Findings& findings) {
  flow.id = root.Text("flow");
  flow.place = root.PlaceOf("flow");
  if (!flow.id.empty() && flow.id != id)
    findings.Error(flow.place, "the flow '" + flow.id + "' stands in a file named '" + std::string(id) + ".yaml'",
                   "give both the same name");
  if (!flow.id.empty() && !IsName(flow.id, true))
    findings.Error(flow.place, "'" + flow.id + "' cannot name a flow", "use small letters, digits and -");
  flow.version = static_cast<int>(root.Whole("version", 1));
  flow.locale = root.Text("locale", options.locales.empty() ? "en" : options.locales.front());
  if (!IsName(base::AsciiLower(flow.locale), true))
    findings.Error(root.PlaceOf("locale"), "'" + flow.locale + "' is not a locale", "write en, zh or pt-BR");
  flow.title.Set(flow.locale, root.Text("title"));
}

}  // namespace

void ReadPhrases(DeclaredFields& fields, std::string_view locale, Flow& flow, base::Findings& findings) {
  std::vector<Phrase> phrases = PlacedTexts(fields, "phrases", locale);
  if (phrases.size() == 1 && HasChineseComma(phrases.front().text))
    findings.Warning(phrases.front().place, "'" + phrases.front().text + "' is one phrase",
                     "if several are meant, write ', ' between them");
  for (Phrase& phrase : phrases) {
    if (base::FoldForMatch(phrase.text).empty())
      findings.Error(phrase.place, "a start phrase without a word");
    else
      flow.start.phrases.push_back(std::move(phrase));
  }
}

std::optional<Flow> ReadFlow(const base::SourceFile& file, std::string_view id, const LoadOptions& options,
                             base::Findings& findings) {
  const MendedYaml read = ReadPastMistakes(file, findings);
  const std::optional<base::YamlNode>& root = read.root;
  if (!root) return std::nullopt;
  DeclaredFields fields(*root, kFlowMapping, findings);
  if (!root->IsMap()) return std::nullopt;
  Flow flow;
  flow.hash = HashOf(file.text);
  ReadIdentity(fields, id, options, flow, findings);
  ReadStart(fields, flow, findings);
  const base::YamlNode* steps = root->Find("steps");
  const bool all_left_out = !read.whole && steps != nullptr && steps->IsNull();
  if (!all_left_out && fields.Require("steps") != nullptr) ReadSteps(*steps, flow, findings);
  fields.Finish();
  if (!read.whole) return std::nullopt;  // names and ways of half a flow say nothing
  flow.own_steps = flow.steps.size();
  flow.own_slots = flow.slots.size();
  return flow;
}

}  // namespace frontdesk::flows
