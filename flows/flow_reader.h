// One flow file -> a Flow; one translation file -> its texts added to that Flow.
//
// Thread safety: pure functions. What cannot be read is reported; the rest is read all the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/source_file.h"
#include "flows/declared_fields.h"
#include "flows/flow.h"
#include "flows/loader.h"

namespace frontdesk::flows {

// `id` is what the file's name says the flow is called. nullopt when there is nothing to check further.
std::optional<Flow> ReadFlow(const base::SourceFile& file, std::string_view id, const LoadOptions& options,
                             base::Findings& findings);

// Also reports what the translation leaves out.
void ReadTranslation(const base::SourceFile& file, std::string_view locale, Flow& flow, base::Findings& findings);

// `phrases` of `fields`, added to the flow's triggers.
void ReadPhrases(DeclaredFields& fields, std::string_view locale, Flow& flow, base::Findings& findings);

}  // namespace frontdesk::flows
