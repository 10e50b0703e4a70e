#include "flows/declarations.h"

#include <algorithm>

#include "flows/loader.h"
#include "flows/lookup_reader.h"

namespace frontdesk::flows {
namespace {

using T = SlotType;

constexpr int kMaxVersion = 1'000'000;

constexpr TypeMask kFiles = MaskOf(T::kFile, T::kImage);
constexpr TypeMask kLists = MaskOf(T::kChoice, T::kMulti);
constexpr TypeMask kNumbers = MaskOf(T::kNumber, T::kInteger);
constexpr TypeMask kWithMost =
    MaskOf(T::kText, T::kLongText, T::kLog, T::kMulti, T::kDate, T::kTime, T::kDatetime) | kNumbers;
constexpr TypeMask kWithLeast = kWithMost | kFiles;
constexpr TypeMask kNotFiles = ((TypeMask{1} << kSlotTypes) - 1) & ~kFiles;

constexpr std::string_view kMoments[] = {"article-rejected", "no-answer"};
constexpr std::string_view kMethods[] = {"get", "post"};
constexpr std::string_view kEnds[] = {"done", "cancelled"};

constexpr char kAboutLabel[] = "a name, so that other steps and translations can refer to it";
constexpr char kAboutGoto[] = "the step to go on with";
constexpr char kAboutQueue[] = "only where the routing rules should not decide";

constexpr Field kLabel{.key = "label", .shape = Shape::kWords, .about = kAboutLabel, .pattern = kStepName};
constexpr Field kGoto{.key = "goto", .shape = Shape::kWords, .about = kAboutGoto};

constexpr const Mapping* kOnFail[] = {&kOnFailMapping};
constexpr const Mapping* kPrefill[] = {&kPrefillMapping};
constexpr const Mapping* kOption[] = {&kOptionMapping};
constexpr const Mapping* kArms[] = {&kArmMapping, &kElseMapping};
constexpr const Mapping* kTicket[] = {&kTicketMapping};
constexpr const Mapping* kHandoff[] = {&kHandoffMapping};
constexpr const Mapping* kSearch[] = {&kSearchMapping};
constexpr const Mapping* kOnError[] = {&kOnErrorMapping};
constexpr const Mapping* kStart[] = {&kStartMapping};
constexpr const Mapping* kTranslatedStart[] = {&kTranslatedStartMapping};
constexpr const Mapping* kTranslatedSteps[] = {&kTranslatedAskMapping, &kTranslatedSayMapping,
                                               &kTranslatedConfirmMapping};

constexpr Field kOnFailFields[] = {
    {.key = "goto", .shape = Shape::kWords, .about = kAboutGoto, .required = true},
};
constexpr Field kPrefillFields[] = {
    {.key = "from",
     .shape = Shape::kTexts,
     .about = "message (the one that started the flow), context.KEY, profile.KEY, ticket.SLOT, log.KEY, or a list",
     .required = true,
     .pattern = R"(^(message|(context|profile|ticket|log)\..+)$)"},
};
constexpr Field kOptionFields[] = {
    {.key = "value",
     .shape = Shape::kWords,
     .about = "for you: in conditions and on the ticket",
     .required = true,
     .pattern = kOptionValue},
    {.key = "label", .shape = Shape::kWords, .about = "for users", .required = true},
    {.key = "also", .shape = Shape::kTexts, .about = "other words for it, in any language"},
};

constexpr Field kAskFields[] = {
    {.key = "ask",
     .shape = Shape::kWords,
     .about = "a question; the answer is kept under this name",
     .required = true,
     .pattern = kSlotName},
    {.key = "type", .shape = Shape::kSlotType, .about = "what kind of answer it takes", .required = true},
    {.key = "text", .shape = Shape::kWords, .about = "the question", .required = true},
    {.key = "help", .shape = Shape::kWords, .about = "shown when the user says 'help'"},
    {.key = "retry", .shape = Shape::kWords, .about = "asked instead when an answer does not fit"},
    {.key = "hint",
     .shape = Shape::kLabels,
     .about = "a line below the question, by account type: {web: Paste it with Ctrl+V}"},
    {.key = "title", .shape = Shape::kWords, .about = "its short name at review and on the ticket"},
    {.key = "tries", .shape = Shape::kWhole, .about = "refused answers before on_fail (3)", .least = 1, .most = 20},
    {.key = "skip", .shape = Shape::kFlag, .about = "true: may be skipped"},
    {.key = "on_fail", .shape = Shape::kMapping, .about = "where to go after so many tries", .of = kOnFail},
    {.key = "max",
     .shape = Shape::kText,
     .about = "the greatest number, the latest date, the longest text, the most choices",
     .types = kWithMost},
    {.key = "min",
     .shape = Shape::kText,
     .about = "the least number, the earliest date, the shortest text, the fewest choices or files",
     .types = kWithLeast},
    {.key = "options",
     .shape = Shape::kMappings,
     .about = "what there is to choose from",
     .types = kLists,
     .required_for = kLists,
     .most = kMaxOptions,
     .of = kOption},
    {.key = "pattern",
     .shape = Shape::kText,
     .about = "an RE2 pattern that the whole answer matches",
     .types = MaskOf(T::kPattern),
     .required_for = MaskOf(T::kPattern)},
    {.key = "accept",
     .shape = Shape::kTexts,
     .about = "media types: [image/*, text/plain]",
     .types = kFiles,
     .pattern = kMediaType},
    {.key = "max_size",
     .shape = Shape::kBytes,
     .about = "of one file (20MB)",
     .types = kFiles,
     .least = 1,
     .most = kMaxFileBytes},
    {.key = "max_sizes",
     .shape = Shape::kLabels,
     .about = "limits of their own for some kinds: {image/*: 5MB}; before max_size",
     .types = kFiles},
    {.key = "many",
     .shape = Shape::kWhole,
     .about = "at most so many files (1)",
     .types = kFiles,
     .least = 1,
     .most = 20},
    {.key = "prefill",
     .shape = Shape::kMapping,
     .about = "where the answer may be known from, so that it is not asked",
     .types = kNotFiles,
     .of = kPrefill},
    {.key = "unit", .shape = Shape::kWords, .about = "of the number: ms, GB, kbps, %", .types = kNumbers},
    {.key = "form", .shape = Shape::kFlag, .about = "true: one form with its neighbours, where forms are shown"},
    {.key = "sensitive", .shape = Shape::kFlag, .about = "true: masked wherever it is shown again"},
    {.key = "when", .shape = Shape::kCondition, .about = "asked only if this holds"},
    {.key = "default", .shape = Shape::kText, .about = "the answer when it is skipped", .types = kNotFiles},
    kGoto,
};

constexpr Field kSayFields[] = {
    {.key = "say", .shape = Shape::kWords, .about = "says something", .required = true}, kLabel, kGoto};

constexpr Field kArmFields[] = {
    {.key = "when", .shape = Shape::kCondition, .about = "if this holds", .required = true},
    {.key = "goto", .shape = Shape::kWords, .about = kAboutGoto, .required = true},
};
constexpr Field kElseFields[] = {
    {.key = "else", .shape = Shape::kWords, .about = "where to go when no arm above fits", .required = true},
};
constexpr Field kBranchFields[] = {{.key = "branch",
                                    .shape = Shape::kMappings,
                                    .about = "goes to the first arm that fits, else to the next step",
                                    .required = true,
                                    .of = kArms},
                                   kLabel};

constexpr Field kSetFields[] = {{.key = "set",
                                 .shape = Shape::kAssignments,
                                 .about = "gives names a value; nothing forgets the answer, so that it is asked again",
                                 .required = true,
                                 .pattern = kSlotName},
                                kLabel,
                                kGoto};

constexpr Field kConfirmFields[] = {{.key = "confirm",
                                     .shape = Shape::kWords,
                                     .about = "shows all answers with Submit, Change an answer, Cancel",
                                     .required = true,
                                     .pattern = kStepName},
                                    {.key = "text", .shape = Shape::kWords, .about = "the sentence above the answers"},
                                    kGoto};

constexpr Field kTicketFields[] = {
    {.key = "category",
     .shape = Shape::kWords,
     .about = "functional, experience, service, suggestion, praise",
     .required = true},
    {.key = "title", .shape = Shape::kWords, .about = "of the ticket; {{slot}} inserts an answer", .required = true},
    {.key = "component", .about = "the part of the product"},
    {.key = "impact", .about = "blocked, degraded, cosmetic, or a slot with these values"},
    {.key = "scope", .about = "me, team, everyone, or a slot with these values"},
    {.key = "workaround", .about = "yes, no, or a slot with these values"},
    {.key = "queue", .about = kAboutQueue},
    {.key = "fields", .shape = Shape::kNames, .about = "the answers that it carries; all when left out"},
};
constexpr Field kTicketStepFields[] = {
    {.key = "ticket", .shape = Shape::kMapping, .about = "opens the ticket", .required = true, .of = kTicket},
    kLabel,
    kGoto};

constexpr Field kHandoffFields[] = {
    {.key = "reason", .shape = Shape::kWords, .about = "what the agent reads", .required = true},
    {.key = "queue", .about = kAboutQueue},
};
constexpr Field kHandoffStepFields[] = {
    {.key = "handoff", .shape = Shape::kMapping, .about = "brings a person", .required = true, .of = kHandoff}, kLabel};

constexpr Field kEndFields[] = {{.key = "end",
                                 .shape = Shape::kOneOf,
                                 .about = "ends the flow; cancelled when nothing came of it",
                                 .required = true,
                                 .allowed = kEnds},
                                kLabel};

constexpr Field kSearchFields[] = {
    {.key = "from", .shape = Shape::kWords, .about = "the answer to look up", .required = true, .pattern = kSlotName},
    {.key = "show", .shape = Shape::kWhole, .about = "at most so many articles (3)", .least = 1, .most = 5},
};
constexpr Field kSearchStepFields[] = {{.key = "search",
                                        .shape = Shape::kMapping,
                                        .about = "offers articles; where one solves it the flow ends",
                                        .required = true,
                                        .of = kSearch},
                                       kLabel,
                                       kGoto};
constexpr Field kOnErrorFields[] = {
    {.key = "goto", .shape = Shape::kWords, .about = kAboutGoto, .required = true},
};
constexpr Field kLookupFields[] = {
    {.key = "lookup",
     .shape = Shape::kWords,
     .about = "asks another system at this address; {{slot}} inserts an answer",
     .required = true,
     .pattern = "^[Hh][Tt][Tt][Pp][Ss]?://"},
    {.key = "method", .shape = Shape::kOneOf, .about = "get when left out", .allowed = kMethods},
    {.key = "headers", .shape = Shape::kLabels, .about = "secrets as env:NAME or file:PATH"},
    {.key = "body", .shape = Shape::kLabels, .about = "of post: sent as a JSON object"},
    {.key = "fields", .shape = Shape::kLabels, .about = "name: where it stands in the JSON answer, as /order/status"},
    {.key = "person", .shape = Shape::kTexts, .about = "those of its fields that tell of the person, and are kept"},
    {.key = "timeout", .shape = Shape::kWords, .about = "1s to 20s (5s)"},
    {.key = "max_size", .shape = Shape::kBytes, .about = "of the answer (64KB)", .least = 1, .most = kMaxLookupBytes},
    {.key = "on_error", .shape = Shape::kMapping, .about = "where to go when no answer comes", .of = kOnError},
    kLabel,
    kGoto};

constexpr Field kCallFields[] = {{.key = "call",
                                  .shape = Shape::kWords,
                                  .about = "asks the questions of another flow; its answers are known here by name",
                                  .required = true,
                                  .pattern = kStepName},
                                 {.key = "with",
                                  .shape = Shape::kAssignments,
                                  .about = "its answers that are known already: {slot: value}",
                                  .pattern = kSlotName},
                                 kLabel,
                                 kGoto};

constexpr Field kGotoFields[] = {kLabel, kGoto};

constexpr Mapping kAskStep{"ask", "a step", kAskFields};
constexpr Mapping kSayStep{"say", "a step", kSayFields};
constexpr Mapping kBranchStep{"branch", "a step", kBranchFields};
constexpr Mapping kSetStep{"set", "a step", kSetFields};
constexpr Mapping kConfirmStep{"confirm", "a step", kConfirmFields};
constexpr Mapping kTicketStep{"ticket_step", "a step", kTicketStepFields};
constexpr Mapping kHandoffStep{"handoff_step", "a step", kHandoffStepFields};
constexpr Mapping kEndStep{"end", "a step", kEndFields};
constexpr Mapping kSearchStep{"search_step", "a step", kSearchStepFields};
constexpr Mapping kLookupStep{"lookup", "a step", kLookupFields};
constexpr Mapping kCallStep{"call", "a step", kCallFields};
constexpr Mapping kGotoStep{"goto", "a step", kGotoFields, "write - end: done, - say: some words, or another step"};

constexpr StepKind kSteps[] = {
    {"ask", &kAskStep},         {"say", &kSayStep},       {"branch", &kBranchStep},   {"set", &kSetStep},
    {"confirm", &kConfirmStep}, {"ticket", &kTicketStep}, {"handoff", &kHandoffStep}, {"end", &kEndStep},
    {"search", &kSearchStep},   {"lookup", &kLookupStep}, {"call", &kCallStep},       {"", &kGotoStep},
};
constexpr const Mapping* kStepMappings[] = {&kAskStep,     &kSayStep,    &kBranchStep,  &kSetStep,
                                            &kConfirmStep, &kTicketStep, &kHandoffStep, &kEndStep,
                                            &kSearchStep,  &kLookupStep, &kCallStep,    &kGotoStep};

constexpr Field kPhrases{
    .key = "phrases", .shape = Shape::kTexts, .about = "a message equal to one of these starts it"};
constexpr Field kStartFields[] = {
    {.key = "commands",
     .shape = Shape::kTexts,
     .about = "/name starts the flow",
     .pattern = "^/?[a-z][a-z0-9_-]{0,63}$"},
    kPhrases,
    {.key = "after", .shape = Shape::kTexts, .about = "where it is offered", .allowed = kMoments},
};

constexpr Field kVersion{.key = "version",
                         .shape = Shape::kWhole,
                         .about = "a number for you and for translators",
                         .least = 1,
                         .most = kMaxVersion};

constexpr Field kFlowFields[] = {
    {.key = "flow",
     .shape = Shape::kWords,
     .about = "the same as the file's name",
     .required = true,
     .pattern = kStepName},
    kVersion,
    {.key = "locale", .about = "the language of the texts in this file", .pattern = "^[A-Za-z][A-Za-z0-9_-]{0,63}$"},
    {.key = "title", .shape = Shape::kWords, .about = "what users see where the flow is offered", .required = true},
    {.key = "start", .shape = Shape::kMapping, .about = "what starts the flow", .of = kStart},
    {.key = "steps",
     .shape = Shape::kMappings,
     .about = "read from top to bottom",
     .required = true,
     .most = kMaxSteps,
     .of = kStepMappings},
};

constexpr Field kTranslatedStartFields[] = {kPhrases};
constexpr Field kTranslatedAskFields[] = {
    {.key = "text", .shape = Shape::kWords, .about = "the question"},
    {.key = "help", .shape = Shape::kWords, .about = "shown when the user says 'help'"},
    {.key = "retry", .shape = Shape::kWords, .about = "asked instead when an answer does not fit"},
    {.key = "title", .shape = Shape::kWords, .about = "its short name"},
    {.key = "hint", .shape = Shape::kLabels, .about = "the line below it, by account type"},
    {.key = "options", .shape = Shape::kLabels, .about = "a label for each value"},
};
constexpr Field kTranslatedSayFields[] = {{.key = "say", .shape = Shape::kWords, .about = "the words"}};
constexpr Field kTranslatedConfirmFields[] = {{.key = "text", .shape = Shape::kWords, .about = "the sentence"}};
constexpr Field kTranslationFields[] = {
    {.key = "flow", .shape = Shape::kWords, .about = "the flow that it translates", .required = true},
    {.key = "locale", .shape = Shape::kWords, .about = "as in the file's name", .required = true},
    kVersion,
    {.key = "title", .shape = Shape::kWords, .about = "of the flow"},
    {.key = "start", .shape = Shape::kMapping, .about = "what starts the flow", .of = kTranslatedStart},
    {.key = "steps",
     .shape = Shape::kByName,
     .about = "the texts of each step, by its name",
     .required = true,
     .of = kTranslatedSteps},
};

}  // namespace

constexpr Mapping kFlowMapping{"flow", "a flow", kFlowFields};
constexpr Mapping kTranslationMapping{"translation", "a translation", kTranslationFields};
constexpr Mapping kStartMapping{"start", "start", kStartFields, "write start: {phrases: [some words]}"};
constexpr Mapping kTranslatedStartMapping{"translated_start", "start", kTranslatedStartFields,
                                          "write start: {phrases: [some words]}"};
constexpr Mapping kOnFailMapping{"on_fail", "on_fail", kOnFailFields, "write on_fail: {goto: label}"};
constexpr Mapping kPrefillMapping{"prefill", "prefill", kPrefillFields, "write prefill: {from: message}"};
constexpr Mapping kOptionMapping{"option", "an option", kOptionFields, "write {value: call, label: Calls}"};
constexpr Mapping kArmMapping{"arm", "an arm of a branch", kArmFields, "write {when: {slot: value}, goto: label}"};
constexpr Mapping kElseMapping{"else", "an arm of a branch", kElseFields, "write else: label"};
constexpr Mapping kTicketMapping{"ticket", "a ticket", kTicketFields,
                                 "write ticket: {category: service, title: some words}"};
constexpr Mapping kHandoffMapping{"handoff", "a handoff", kHandoffFields, "write handoff: {reason: some words}"};
constexpr Mapping kSearchMapping{"search", "a search", kSearchFields, "write search: {from: slot}"};
constexpr Mapping kOnErrorMapping{"on_error", "on_error", kOnErrorFields, "write on_error: {goto: label}"};
constexpr Mapping kTranslatedAskMapping{"translated_ask", "the translation of a question", kTranslatedAskFields,
                                        "write {text: the question}"};
constexpr Mapping kTranslatedSayMapping{"translated_say", "the translation of a say step", kTranslatedSayFields,
                                        "write {say: the words}"};
constexpr Mapping kTranslatedConfirmMapping{"translated_confirm", "the translation of a review",
                                            kTranslatedConfirmFields, "write {text: the sentence}"};

const Field* Mapping::Find(std::string_view key) const {
  const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.key == key; });
  return field == fields.end() ? nullptr : &*field;
}

std::span<const StepKind> StepKinds() { return kSteps; }

}  // namespace frontdesk::flows
