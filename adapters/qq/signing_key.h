// The Ed25519 key that QQ and the bot both make of the bot's secret: QQ signs its callbacks with it, and the bot
// answers the check of a new address with it.
// https://bot.q.qq.com/wiki/develop/api-v2/dev-prepare/interface-framework/sign.html
//
// Thread safety: pure functions. Failure: "" where there is no secret.
#pragma once

#include <string>
#include <string_view>

namespace frontdesk::adapters::qq {

// The secret, repeated until it has 32 bytes, and cut there.
std::string SeedOf(std::string_view secret);

// 32 bytes.
std::string PublicKeyOf(std::string_view seed);
// 64 bytes.
std::string Sign(std::string_view seed, std::string_view message);

}  // namespace frontdesk::adapters::qq
