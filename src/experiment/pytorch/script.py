#: head
import json
import math

import torch
from torch import nn


class Sampleable:
    """A law that can be drawn from."""

    def sample(self, num_samples: int) -> torch.Tensor:
        raise NotImplementedError


#: labelled
class LabelledSampleable(Sampleable):
    """A law in labelled parts."""

    def sample_labelled(self, num_samples: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Points and the label of each."""
        raise NotImplementedError

    def sample(self, num_samples: int) -> torch.Tensor:
        return self.sample_labelled(num_samples)[0]


#: gaussian
class Gaussian(Sampleable):
    """N(0, I)."""

    def __init__(self, dim: int):
        self.dim = dim

    def sample(self, num_samples: int) -> torch.Tensor:
        return torch.randn(num_samples, self.dim)


#: uniform
class Uniform(Sampleable):
    """Even on a box around the origin, variance 1 in every coordinate."""

    def __init__(self, dim: int):
        self.dim = dim

    def sample(self, num_samples: int) -> torch.Tensor:
        return math.sqrt(3.0) * (2.0 * torch.rand(num_samples, self.dim) - 1.0)


#: mixture
class GaussianMixture(LabelledSampleable):
    """Gaussians with weights; a covariance of zero is a single point."""

    def __init__(self, weights, means, factors):
        self.weights = torch.tensor(weights)
        self.means = torch.tensor(means)
        # Matrices L with covariance L L^T.
        self.factors = torch.tensor(factors)

    def sample_labelled(self, num_samples: int):
        k = torch.multinomial(self.weights, num_samples, replacement=True)
        eps = torch.randn(num_samples, self.means.shape[1], 1)
        return self.means[k] + (self.factors[k] @ eps).squeeze(-1), k


#: boxes
class Boxes(Sampleable):
    """Equally likely boxes, even on each."""

    def __init__(self, low, high):
        self.low = torch.tensor(low)
        self.high = torch.tensor(high)

    def sample(self, num_samples: int) -> torch.Tensor:
        k = torch.randint(len(self.low), (num_samples,))
        u = torch.rand(num_samples, self.low.shape[1])
        return self.low[k] + u * (self.high[k] - self.low[k])


#: curve
class BlurredCurve(LabelledSampleable):
    """Pieces of curve, each even in its parameter, plus Gaussian noise."""

    weights = [1.0]
    std = 0.0

    def piece(self, k: int, s: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Place of piece k at s in [0, 1]."""
        raise NotImplementedError

    def sample_labelled(self, num_samples: int):
        k = torch.multinomial(torch.tensor(self.weights), num_samples, replacement=True)
        s = torch.rand(num_samples)
        x = torch.zeros(num_samples, 2)
        for i in range(len(self.weights)):
            on_piece = k == i
            x[on_piece] = torch.stack(self.piece(i, s[on_piece]), dim=1)
        return x + self.std * torch.randn_like(x), k


#: moons
class Moons(BlurredCurve):
    """Two half circles: scikit-learn's make_moons, noise 0.05, then times 3.5."""

    weights = [1.0, 1.0]
    std = 0.05 * 3.5

    def piece(self, k, s):
        a = math.pi * s
        if k == 0:
            return 3.5 * torch.cos(a), 3.5 * torch.sin(a)
        return 3.5 * (1.0 - torch.cos(a)), 3.5 * (0.5 - torch.sin(a))


#: circles
class Circles(BlurredCurve):
    """Two circles: radii 1 and 0.5, noise 0.05, then times 5."""

    weights = [1.0, 1.0]
    std = 0.05 * 5.0

    def piece(self, k, s):
        radius = 5.0 if k == 0 else 2.5
        a = 2.0 * math.pi * s
        return radius * torch.cos(a), radius * torch.sin(a)


#: spiral
class Spiral(BlurredCurve):
    """Radius 5 a / (9/2 pi) at the angle a; the square of a is even."""

    std = 0.03 * 5.0

    def piece(self, k, s):
        first, last = 0.5 * math.pi, 4.5 * math.pi
        a = torch.sqrt(first**2 + s * (last**2 - first**2))
        radius = 5.0 * a / last
        return radius * torch.cos(a), radius * torch.sin(a)


#: scurve
class SCurve(BlurredCurve):
    """Two arcs of a circle in the shape of an S, noise 0.07, then times 2.5."""

    weights = [1.0, 1.0]
    std = 0.07 * 2.5

    def piece(self, k, s):
        sign = -1.0 if k == 0 else 1.0
        a = 1.5 * math.pi * s
        return sign * 2.5 * torch.sin(a), sign * 2.5 * (torch.cos(a) - 1.0)


#: pinwheel
class Pinwheel(BlurredCurve):
    """Five bent arms, noise 0.06, then times 5."""

    weights = [1.0] * 5
    std = 0.06 * 5.0

    def piece(self, k, s):
        radius = 0.2 + 0.8 * s
        a = 2.0 * math.pi * k / 5 + 1.5 * radius
        return 5.0 * radius * torch.cos(a), 5.0 * radius * torch.sin(a)


#: smiley
class Smiley(BlurredCurve):
    """A circle, a mouth and two eyes, noise 0.04, then times 5."""

    weights = [0.5, 0.25, 0.125, 0.125]
    std = 0.04 * 5.0

    def piece(self, k, s):
        if k == 0:
            return 5.0 * torch.cos(2.0 * math.pi * s), 5.0 * torch.sin(2.0 * math.pi * s)
        if k == 1:
            a = math.pi * (7.0 + 4.0 * s) / 6.0
            return 3.0 * torch.cos(a), 3.0 * torch.sin(a)
        side = -1.0 if k == 2 else 1.0
        return torch.full_like(s, side * 5.0 * 0.36), 5.0 * (0.32 + 0.12 * (2.0 * s - 1.0))


#: schedule
class Alpha:
    """Factor of the data; 0 (or little) at t = 0, 1 at t = 1."""

    def __call__(self, t: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    def dt(self, t: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError


class Beta:
    """Factor of the noise; 1 (or nearly) at t = 0, 0 at t = 1."""

    def __call__(self, t: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    def dt(self, t: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError


#: LinearAlpha
class LinearAlpha(Alpha):
    def __call__(self, t):
        return t

    def dt(self, t):
        return torch.ones_like(t)


#: LinearBeta
class LinearBeta(Beta):
    def __call__(self, t):
        return 1.0 - t

    def dt(self, t):
        return -torch.ones_like(t)


#: SquareRootAlpha
class SquareRootAlpha(Alpha):
    def __call__(self, t):
        return torch.sqrt(t)

    def dt(self, t):
        return 0.5 / torch.sqrt(t)


#: SquareRootBeta
class SquareRootBeta(Beta):
    def __call__(self, t):
        return torch.sqrt(1.0 - t)

    def dt(self, t):
        return -0.5 / torch.sqrt(1.0 - t)


#: SineAlpha
class SineAlpha(Alpha):
    def __call__(self, t):
        return torch.sin(0.5 * math.pi * t)

    def dt(self, t):
        return 0.5 * math.pi * torch.cos(0.5 * math.pi * t)


#: CosineBeta
class CosineBeta(Beta):
    def __call__(self, t):
        return torch.cos(0.5 * math.pi * t)

    def dt(self, t):
        return -0.5 * math.pi * torch.sin(0.5 * math.pi * t)


#: DDPMAlpha
class DDPMAlpha(Alpha):
    """Noised at the rate 0.1 + 19.9 (1 - t); 0.00657 is left at t = 0."""

    def __call__(self, t):
        s = 1.0 - t
        return torch.exp(-0.05 * s - 4.975 * s**2)

    def dt(self, t):
        return 0.5 * (0.1 + 19.9 * (1.0 - t)) * self(t)


#: DDPMBeta
class DDPMBeta(Beta):
    def __call__(self, t):
        s = 1.0 - t
        return torch.sqrt(-torch.expm1(-0.1 * s - 9.95 * s**2))

    def dt(self, t):
        s = 1.0 - t
        alpha_squared = torch.exp(-0.1 * s - 9.95 * s**2)
        return -0.5 * (0.1 + 19.9 * s) * alpha_squared / self(t)


#: path
class ConditionalProbabilityPath:
    """p_t(x | z), with z drawn from the data."""

    def __init__(self, p_simple: Sampleable, p_data: Sampleable):
        self.p_simple = p_simple
        self.p_data = p_data

    def sample_conditioning_variable(self, num_samples: int) -> torch.Tensor:
        return self.p_data.sample(num_samples)


class GaussianConditionalProbabilityPath(ConditionalProbabilityPath):
    """x_t = alpha_t z + beta_t eps with eps from p_simple.

    The name says Gaussian; with another p_simple the same lines hold for the
    velocity, and there is no score.
    """

    def __init__(self, p_simple: Sampleable, p_data: Sampleable, alpha: Alpha, beta: Beta):
        super().__init__(p_simple, p_data)
        self.alpha = alpha
        self.beta = beta

    def sample_conditional_path(self, z: torch.Tensor, t: torch.Tensor):
        """x_t and the eps it was made with; t is [batch, 1]."""
        eps = self.p_simple.sample(len(z))
        return self.alpha(t) * z + self.beta(t) * eps, eps

    def delta(self, t: torch.Tensor) -> torch.Tensor:
        return self.beta(t) * self.alpha.dt(t) - self.alpha(t) * self.beta.dt(t)

    def endpoints(self, predict: str, said: torch.Tensor, x: torch.Tensor, t: torch.Tensor):
        """Predictions of z and eps from what the network says at x."""
        a, b = self.alpha(t), self.beta(t)
        if predict == "velocity":
            da, db, delta = self.alpha.dt(t), self.beta.dt(t), self.delta(t)
            return (b * said - db * x) / delta, (da * x - a * said) / delta
        if predict == "data":
            return said, (x - a * said) / b
        eps = -b * said if predict == "score" else said
        return (x - b * eps) / a, eps

    def target(self, predict: str, z: torch.Tensor, eps: torch.Tensor, t: torch.Tensor):
        """What the network should say."""
        if predict == "velocity":
            return self.alpha.dt(t) * z + self.beta.dt(t) * eps
        if predict == "score":
            return -eps / self.beta(t)
        return eps if predict == "noise" else z

    def slope(self, space: str, t: torch.Tensor) -> torch.Tensor:
        """beta_t times how fast the target of a space changes with z at fixed x_t."""
        a, b = self.alpha(t), self.beta(t)
        if space == "velocity":
            return self.delta(t)
        return {"score": a / b, "noise": a, "data": b}[space]

    def weight(self, kind: str, t: torch.Tensor) -> torch.Tensor:
        a, b = self.alpha(t), self.beta(t)
        return {"none": torch.ones_like(t), "beta2": b**2, "snr": (a / b) ** 2}[kind]


#: net
class MLPVectorField(nn.Module):
    """A plain network of [x, features of t, label]; PyTorch's own initial weights."""

    def __init__(self, dim: int, width: int, num_hidden: int, num_labels: int = 0):
        super().__init__()
        self.num_pairs = TIME_PAIRS
        num_features = 2 * TIME_PAIRS if TIME_PAIRS else 1
        sizes = [dim + num_features + num_labels] + [width] * num_hidden
        layers = []
        for n_in, n_out in zip(sizes, sizes[1:]):
            layers += [nn.Linear(n_in, n_out), ACTIVATION()]
        self.net = nn.Sequential(*layers, nn.Linear(sizes[-1], dim))

    def forward(self, x: torch.Tensor, t: torch.Tensor, label=None) -> torch.Tensor:
        """x is [batch, dim], t is [batch, 1], label is [batch, num_labels] or none."""
        if self.num_pairs:
            angle = math.pi * torch.arange(1, self.num_pairs + 1) * t
            t = torch.stack([torch.cos(angle), torch.sin(angle)], dim=-1).flatten(1)
        inputs = [x, t] if label is None else [x, t, label]
        return self.net(torch.cat(inputs, dim=-1))


#: shipped
def load_shipped_weights(model: MLPVectorField, file: str) -> None:
    """First weights out of a safetensors file, whose matrices are [in, out]."""
    with open(file, "rb") as source:
        header = json.loads(source.read(int.from_bytes(source.read(8), "little")))
        numbers = torch.frombuffer(bytearray(source.read()), dtype=torch.float32)
    layers = [layer for layer in model.net if isinstance(layer, nn.Linear)]
    with torch.no_grad():
        for i, layer in enumerate(layers):
            for name, values in (("weight", layer.weight.T), ("bias", layer.bias)):
                start, end = header[f"weight/{i}.{name}"]["data_offsets"]
                values.copy_(numbers[start // 4 : end // 4].reshape(values.shape))


#: train
class Trainer:
    """Steps of an optimizer on a loss."""

    def __init__(self, model: nn.Module):
        self.model = model
        self.average = {name: value.clone() for name, value in model.state_dict().items()}

    def get_train_loss(self, batch_size: int) -> torch.Tensor:
        raise NotImplementedError

    def rate(self, step: int) -> float:
        """Factor of the learning rate in step 0, 1, ..."""
        warm = min(1.0, (step + 1) / WARM) if WARM else 1.0
        if DECAY == "constant" or step < WARM:
            return warm
        share = (step - WARM) / max(1, STEPS - WARM)
        return 0.5 * (1.0 + math.cos(math.pi * share))

    def train(self) -> list[float]:
        opt = make_optimizer(self.model.parameters())
        losses = []
        for step in range(STEPS):
            for group in opt.param_groups:
                group["lr"] = LR * self.rate(step)
            opt.zero_grad()
            loss = self.get_train_loss(BATCH)
            loss.backward()
            if CLIP:
                nn.utils.clip_grad_norm_(self.model.parameters(), CLIP)
            opt.step()
            losses.append(loss.item())
            if EMA:
                for name, value in self.model.state_dict().items():
                    self.average[name].lerp_(value, 1.0 - EMA)
            if (step + 1) % max(1, STEPS // 10) == 0:
                last = losses[-100:]
                print(f"step {step + 1}: loss {sum(last) / len(last):.4f}")
        if EMA:
            self.model.load_state_dict(self.average)
        return losses


class ConditionalFlowMatchingTrainer(Trainer):
    """Mean over the batch of w(t) |target - prediction|^2, summed over coordinates."""

    def __init__(self, path: GaussianConditionalProbabilityPath, model: nn.Module):
        super().__init__(model)
        self.path = path

    def sample_time(self, num_samples: int) -> torch.Tensor:
        if TIMES == "uniform":
            return TMIN + (TMAX - TMIN) * torch.rand(num_samples, 1)
        t = torch.sigmoid(torch.randn(num_samples, 1))
        while ((t < TMIN) | (TMAX < t)).any():
            outside = (t < TMIN) | (TMAX < t)
            t[outside] = torch.sigmoid(torch.randn(int(outside.sum())))
        return t

    def get_train_loss(self, batch_size: int) -> torch.Tensor:
        return self.loss_of(self.model, self.path.sample_conditioning_variable(batch_size))

    def loss_of(self, model, z: torch.Tensor) -> torch.Tensor:
        path = self.path
        t = self.sample_time(len(z))
        x, eps = path.sample_conditional_path(z, t)
        miss = model(x, t) - path.target(PREDICT, z, eps, t)
        # The error in another space is that in the predicted one times a factor of t.
        factor = path.weight(WEIGHT, t) * (path.slope(LOSS, t) / path.slope(PREDICT, t)) ** 2
        return (factor * miss**2).sum(dim=1).mean()


#: labels
def one_hot(y: torch.Tensor) -> torch.Tensor:
    """Labels as rows of the network's input; the last place is the null label's."""
    return nn.functional.one_hot(y, NUM_CLASSES + 1).float()


class CFGTrainer(ConditionalFlowMatchingTrainer):
    """Tells the network labels, and the null label in their place with probability ETA."""

    def get_train_loss(self, batch_size: int) -> torch.Tensor:
        z, y = self.path.p_data.sample_labelled(batch_size)
        y = torch.where(torch.rand(batch_size) < ETA, NUM_CLASSES, y)
        label = one_hot(y)
        return self.loss_of(lambda x, t: self.model(x, t, label), z)


class CFGVectorField:
    """(1 - w) f(x | null) + w f(x | y) of what the network says."""

    def __init__(self, model: nn.Module, label: int, w: float):
        self.model = model
        self.label = label
        self.w = w

    def __call__(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        null = self.model(x, t, one_hot(torch.full((len(x),), NUM_CLASSES)))
        given = self.model(x, t, one_hot(torch.full((len(x),), self.label)))
        return (1.0 - self.w) * null + self.w * given


class OfLabel(Sampleable):
    """The points of a law that have one label."""

    def __init__(self, law: LabelledSampleable, label: int):
        self.law = law
        self.label = label

    def sample(self, num_samples: int) -> torch.Tensor:
        kept = torch.zeros(0, DIM)
        while len(kept) < num_samples:
            x, y = self.law.sample_labelled(num_samples)
            kept = torch.cat([kept, x[y == self.label]])
        return kept[:num_samples]


#: ode
class ODE:
    """dX = u_t(X) dt."""

    def drift_coefficient(self, xt: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError


class LearnedField(ODE):
    """The trained network, read along the path that is sampled."""

    def __init__(self, trained: GaussianConditionalProbabilityPath, sampled, model: nn.Module):
        self.trained = trained
        self.sampled = sampled
        self.model = model

    def endpoints(self, xt: torch.Tensor, t: torch.Tensor):
        """Predictions of z and eps; the same on every path through the point."""
        a, b = self.sampled.alpha(t), self.sampled.beta(t)
        time, scale = t, torch.ones_like(t)
        if UNDER != PATH:
            time = trained_time(a, b)
            a0, b0 = self.trained.alpha(time), self.trained.beta(time)
            scale = torch.where(a <= b, b / b0, a / a0)
        x = xt / scale
        return self.trained.endpoints(PREDICT, self.model(x, time), x, time)

    def drift_coefficient(self, xt, t):
        if PREDICT == "velocity" and UNDER == PATH:
            return self.model(xt, t)
        z, eps = self.endpoints(xt, t)
        return self.sampled.alpha.dt(t) * z + self.sampled.beta.dt(t) * eps


#: trained_time condot linear
def trained_time(a, b):
    """Time of the trained path with alpha / beta = a / b."""
    return a / (a + b)


#: trained_time sqrt
def trained_time(a, b):
    """Time of the trained path with alpha / beta = a / b."""
    return 2.0 * a / (a + torch.sqrt(a**2 + 4.0 * b**2))


#: trained_time trig
def trained_time(a, b):
    """Time of the trained path with alpha / beta = a / b."""
    return 2.0 / math.pi * torch.atan2(a, b)


#: trained_time vp
def trained_time(a, b):
    """Time of the trained path with alpha / beta = a / b."""
    return a**2 / (a**2 + b**2)


#: trained_time ddpm
def trained_time(a, b):
    """Time of the trained path with alpha / beta = a / b; 0 where it never had so little."""
    noise = torch.log1p((b / a) ** 2)
    t = 1.0 - 2.0 * noise / (0.1 + torch.sqrt(0.01 + 39.8 * noise))
    # Pure noise (a = 0) has no logarithm.
    return torch.where(a > 0.0, t, torch.zeros_like(t)).clamp(min=0.0)


#: sde
class SDE:
    """dX = f_t(X) dt + sigma_t dW."""

    def drift_coefficient(self, xt: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    def diffusion_coefficient(self, xt: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError


class LearnedSDE(SDE):
    """The same marginals with noise: drift u + sigma^2/2 score."""

    def __init__(self, field: LearnedField):
        self.field = field

    def drift_coefficient(self, xt, t):
        u = self.field.drift_coefficient(xt, t)
        if SIGMA == 0.0:
            return u
        _, eps = self.field.endpoints(xt, t)
        score = -eps / self.field.sampled.beta(t)
        return u + 0.5 * self.diffusion_coefficient(xt, t) ** 2 * score

    def diffusion_coefficient(self, xt, t):
        shape = {
            "const": torch.ones_like(t),
            "beta": self.field.sampled.beta(t),
            "linear": 1.0 - t,
            "sine": torch.sin(math.pi * t),
        }
        return SIGMA * shape[SIGMA_SHAPE]


#: simulator
class Simulator:
    """Steps over a grid of times."""

    def step(self, xt: torch.Tensor, t: torch.Tensor, h: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError

    @torch.no_grad()
    def simulate(self, x: torch.Tensor, ts: torch.Tensor, last: "Simulator") -> torch.Tensor:
        """The last step is made by `last`, which may keep off the end of time."""
        for i in range(len(ts) - 1):
            t = ts[i].expand(len(x), 1)
            scheme = last if i + 2 == len(ts) else self
            x = scheme.step(x, t, ts[i + 1] - ts[i])
        return x


#: euler
class EulerSimulator(Simulator):
    def __init__(self, ode: ODE):
        self.ode = ode

    def step(self, xt, t, h):
        return xt + h * self.ode.drift_coefficient(xt, t)


#: midpoint
class MidpointSimulator(Simulator):
    def __init__(self, ode: ODE):
        self.ode = ode

    def step(self, xt, t, h):
        middle = xt + 0.5 * h * self.ode.drift_coefficient(xt, t)
        return xt + h * self.ode.drift_coefficient(middle, t + 0.5 * h)


#: heun
class HeunSimulator(Simulator):
    def __init__(self, ode: ODE):
        self.ode = ode

    def step(self, xt, t, h):
        u0 = self.ode.drift_coefficient(xt, t)
        u1 = self.ode.drift_coefficient(xt + h * u0, t + h)
        return xt + 0.5 * h * (u0 + u1)


#: rk4
class RungeKutta4Simulator(Simulator):
    def __init__(self, ode: ODE):
        self.ode = ode

    def step(self, xt, t, h):
        k1 = self.ode.drift_coefficient(xt, t)
        k2 = self.ode.drift_coefficient(xt + 0.5 * h * k1, t + 0.5 * h)
        k3 = self.ode.drift_coefficient(xt + 0.5 * h * k2, t + 0.5 * h)
        k4 = self.ode.drift_coefficient(xt + h * k3, t + h)
        return xt + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)


#: em
class EulerMaruyamaSimulator(Simulator):
    def __init__(self, sde: SDE):
        self.sde = sde

    def step(self, xt, t, h):
        drift = self.sde.drift_coefficient(xt, t)
        sigma = self.sde.diffusion_coefficient(xt, t)
        return xt + h * drift + sigma * torch.sqrt(h) * torch.randn_like(xt)


#: sheun
class StochasticHeunSimulator(Simulator):
    def __init__(self, sde: SDE):
        self.sde = sde

    def step(self, xt, t, h):
        noise = self.sde.diffusion_coefficient(xt, t + 0.5 * h)
        noise = noise * torch.sqrt(h) * torch.randn_like(xt)
        f0 = self.sde.drift_coefficient(xt, t)
        f1 = self.sde.drift_coefficient(xt + h * f0 + noise, t + h)
        return xt + 0.5 * h * (f0 + f1) + noise


#: ddim
class DDIMSimulator(Simulator):
    def __init__(self, field: LearnedField):
        self.field = field

    def step(self, xt, t, h):
        z, eps = self.field.endpoints(xt, t)
        path = self.field.sampled
        return path.alpha(t + h) * z + path.beta(t + h) * eps


#: ancestral
class AncestralSimulator(Simulator):
    """DDPM's step: x_s given x_t and the prediction of z, for s = t + h."""

    def __init__(self, field: LearnedField):
        self.field = field

    def step(self, xt, t, h):
        path = self.field.sampled
        z, _ = self.field.endpoints(xt, t)
        # The very end of the grid may round past 1.
        s = (t + h).clamp(max=1.0)
        a_t, b_t, a_s, b_s = path.alpha(t), path.beta(t), path.alpha(s), path.beta(s)
        a = a_t / a_s
        share = (b_t - a * b_s) * (b_t + a * b_s) / b_t**2
        mean = share * a_s * z + a * (b_s / b_t) ** 2 * xt
        return mean + b_s * torch.sqrt(share) * torch.randn_like(xt)


#: grid uniform
def time_grid(start: float, n: int, end: float = 1.0) -> torch.Tensor:
    return torch.linspace(start, end, n + 1)


#: grid cosine
def time_grid(start: float, n: int, end: float = 1.0) -> torch.Tensor:
    """Short steps at both ends."""
    share = 0.5 * (1.0 - torch.cos(math.pi * torch.arange(n + 1) / n))
    return start + (end - start) * share


#: grid late
def time_grid(start: float, n: int, end: float = 1.0) -> torch.Tensor:
    """Short steps near the data."""
    share = 1.0 - (1.0 - torch.arange(n + 1) / n) ** 2
    return start + (end - start) * share


#: grid karras
def time_grid(start: float, n: int, end: float = 1.0) -> torch.Tensor:
    """Equal steps in the seventh root of (1 - t)/t, from 80 to 0.002, then to the end."""
    sigma_max = min(80.0, (1.0 - start) / start) if start else 80.0
    sigma_end = (1.0 - end) / end
    num_spaced = n - 1 if sigma_end < 0.002 else n
    high, low = sigma_max ** (1 / 7), max(0.002, sigma_end) ** (1 / 7)
    share = torch.arange(1, n) / max(1, num_spaced)
    between = 1.0 / (1.0 + (high + share * (low - high)) ** 7)
    return torch.cat([torch.tensor([start]), between, torch.tensor([end])])


#: distance
def sliced_w2(a: torch.Tensor, b: torch.Tensor) -> float:
    """Root of the mean over 128 directions of the squared W2 distance on the line."""
    angle = math.pi * torch.arange(128) / 128
    directions = torch.stack([torch.cos(angle), torch.sin(angle)])
    directions = directions if a.shape[1] == 2 else torch.ones(1, 1)
    gap = (a @ directions).sort(dim=0).values - (b @ directions).sort(dim=0).values
    return (gap**2).mean().sqrt().item()
