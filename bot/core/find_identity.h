// An identity by the names that agents and admins have for it: "account/id", "user:id" (as the customer signed it),
// "#1002" or "1002" (whose ticket it is).
//
// Threads: where reading the store is allowed. Failure: nothing when nobody is named so; else the store's errors.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "bot/store/store.h"

namespace frontdesk::core {

// `spaces`: where a user's id counts, as in PersonRow::user before the colon.
base::Result<std::optional<store::PersonRow>> FindIdentity(store::Store& store, std::string_view name,
                                                           std::span<const std::string> spaces);

// What is not there is nothing; other errors stay errors.
template <typename Row>
base::Result<std::optional<Row>> Found(base::Result<Row> row) {
  if (row) return std::optional<Row>(std::move(*row));
  if (row.error().code == base::ErrorCode::kNotFound) return std::optional<Row>();
  return tl::unexpected(row.error());
}

}  // namespace frontdesk::core
