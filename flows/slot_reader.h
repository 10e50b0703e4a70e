// Reads the attributes of an ask step into a Slot.
//
// Thread safety: pure function.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "flows/declared_fields.h"
#include "flows/flow.h"

namespace frontdesk::flows {

// `locale` is the flow's own, in which the texts stand. Leaves `fields` unfinished: the step may have keys of its own.
Slot ReadSlot(DeclaredFields& fields, std::string_view locale, base::Findings& findings);

// A template under `key`; empty when absent.
Template ReadTemplate(DeclaredFields& fields, std::string_view key, base::Findings& findings);

// The mapping `hint`: text by account type.
void ReadHints(DeclaredFields& fields, base::Findings& findings,
               const std::function<void(const base::YamlNode::Entry& hint, Template text)>& take);

// In {label: It works, but badly} the comma ends the text, and "but badly" becomes a key: says so.
void ReportLooseText(const base::YamlNode& node, DeclaredFields& fields, base::Findings& findings);

// "area", "how_bad": a letter, then letters, digits and _ (and - where `dashes`).
bool IsName(std::string_view text, bool dashes);

}  // namespace frontdesk::flows
