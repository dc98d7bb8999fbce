"""Plain loops over ten parts."""


def diagnose_loss_curve(losses):
    values = [float(v) for v in losses]
    for v in values:
        if v != v or v in (float("inf"), float("-inf")):
            return "exploding"
    size = len(values) / 10
    means = []
    for k in range(10):
        part = values[int(k * size) : int((k + 1) * size)]
        means.append(sum(part) / len(part))
    if means[9] > 2 * means[0]:
        return "exploding"
    steps = [b - a for a, b in zip(values, values[1:])]
    noise = (sum(s * s for s in steps) / len(steps)) ** 0.5 / size**0.5
    fall = means[0] - means[9]
    if fall < 3 * noise or fall < 1e-9 * means[0]:
        return "stuck"
    done = [(means[0] - m) / fall for m in means]
    if done[4] < 0.2:
        return "late"
    if done[3] > 0.87:
        return "high"
    return "low" if done[4] < 0.57 else "good"
