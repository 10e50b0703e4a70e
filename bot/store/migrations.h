// The shape of the database, built by numbered steps; PRAGMA user_version says how many were taken.
//
// A step is one transaction, so a crash leaves the shape before it or after it, never between. Shipped steps are never
// edited: a change of shape is a new step at the end.
//
// Threads: the one that owns the connection. Failure: kInvalid when the file was made by a newer version or by another
// program; no table was touched then.
#pragma once

#include <span>

#include "bot/base/result.h"
#include "bot/store/sqlite.h"

namespace frontdesk::store {

// The SQL of one step.
using Migration = const char*;

std::span<const Migration> ShippedMigrations();

// How many steps this version knows.
int SchemaVersion();

Result<int> SchemaVersionOf(Connection& db);

Status Migrate(Connection& db, std::span<const Migration> steps);

}  // namespace frontdesk::store
