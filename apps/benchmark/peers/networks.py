"""The networks that are trained, with their authors' settings; the names are the benchmark's."""

from collections import namedtuple

import torch
from lkunet import LKUNet
from transmorph import TM, TransMorph
from voxelmorph import VM1, VM2, Voxelmorph

# `create` takes the size of the images, on which the parameters of TransMorph depend.
Network = namedtuple("Network", "create smoothness_weight amsgrad")

NETWORKS = {
    "vm1": Network(lambda size: Voxelmorph(**VM1), 1, True),
    "vm2": Network(lambda size: Voxelmorph(**VM2), 1, True),
    "lku4": Network(lambda size: LKUNet(4), 5, False),
    "lku8": Network(lambda size: LKUNet(8), 5, False),
    "tm": Network(lambda size: TransMorph(size, **TM), 1, True),
}

LEARNING_RATE = 1e-4


class Training:
    """A network for images of a size, and its optimizer; `loss(warped, fixed, window)` is the similarity it is trained
    with. Steps drop no branches of TransMorph: each does the same work."""

    def __init__(self, name, size, loss, window):
        recipe = NETWORKS[name]
        self.network = recipe.create(size)
        self.smoothness_weight = recipe.smoothness_weight
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=LEARNING_RATE, amsgrad=recipe.amsgrad)
        self.loss, self.window = loss, window

    def terms(self, moving, fixed):
        """Total, similarity and smoothness."""
        output, warped = self.network(moving, fixed)
        similarity = self.loss(warped, fixed, self.window)
        smoothness = self.network.smoothness(output)
        return similarity + self.smoothness_weight * smoothness, similarity, smoothness

    def step(self, moving, fixed):
        """One step of the optimizer; the terms are those before it."""
        terms = self.terms(moving, fixed)
        self.optimizer.zero_grad(set_to_none=True)
        terms[0].backward()
        self.optimizer.step()
        return [float(term.detach()) for term in terms]
