// A message as a card (schema 2.0): words in markdown, facts below them, then buttons or a form. Every card may be
// changed later (update_multi), and every button says whose it is.
//
// Thread safety: pure functions. Sources: Feishu, card JSON 2.0; markdown, button, column_set, form, input and select
// components.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/common/degrade.h"

namespace frontdesk::adapters::feishu {

// The platform takes 30 KB; style tags that it adds count, too.
inline constexpr std::size_t kMaxCard = 28'000;  // bytes

struct CardPart {
  std::string words;  // in the card's markdown
  std::vector<base::Fact> facts;
  std::vector<base::Button> buttons;
  std::vector<base::FormField> form;
};

// Whose buttons they are.
struct CardOwner {
  std::int64_t row = 0;
  std::string_view thread;
};

// Whether the platform's form can hold all of these questions.
bool FitsForm(const std::vector<base::FormField>& form);

nlohmann::json CardOf(const CardPart& part, const CardOwner& owner, bool zh);

}  // namespace frontdesk::adapters::feishu
