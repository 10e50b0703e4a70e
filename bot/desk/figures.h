// What a ticket's two figures are made of. Urgency orders the queue; weight orders what to fix. They are never mixed:
// tone and rank never enter weight, and how many people share a problem never enters urgency.
//
// A factor that nobody knows yet says so and adds nothing; it is not a zero.
//
// Thread safety: plain values, pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::desk {

struct Factor {
  std::string name;    // "tier", "clock", "affected" ...
  int points = 0;      // that it adds
  std::string reason;  // for people
  bool known = true;
  bool operator==(const Factor&) const = default;
};

struct Figure {
  int score = 0;  // 0..kMostScore
  std::vector<Factor> factors;
};

inline constexpr int kMostScore = 100;

// Points by value: "critical" -> 60. What is not named adds nothing.
using Points = std::map<std::string, int>;

struct UrgencyPoints {
  Points tier = {{"critical", 60}, {"fault", 40}, {"how-to", 20}, {"suggestion", 10}};
  Points clock = {{"half-gone", 10}, {"late", 20}};
  Points tone = {{"angry", 10}};
  Points words = {{"each", 10}, {"most", 20}};  // rules of the taxonomy that raise urgency
  Points waiting = {{"for-a-person", 10}};
  Points customer = {};  // by the person's tier: {gold: 10}
};

struct WeightPoints {
  Points affected = {{"each", 3}, {"most", 30}};  // people beyond the first
  Points depth = {{"blocked", 30}, {"degraded", 15}, {"cosmetic", 5}};
  Points area = {};  // by component: {call: 20}
  Points effort = {{"small", 15}, {"medium", 8}, {"large", 0}};
  Points fit = {{"low", 0}, {"medium", 8}, {"high", 15}};
};

int PointsOf(const Points& points, std::string_view value);
Figure SumUp(std::vector<Factor> factors);

}  // namespace frontdesk::desk
