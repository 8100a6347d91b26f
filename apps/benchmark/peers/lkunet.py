"""LKU-Net, stated from its table of layers: a U-Net whose encoder sums convolutions of extent 1, 3 and 5 with what goes
into them, transposed convolutions up, and a displacement of at most 1 in units in which every axis runs from -1 to 1.
Parameters have the names of the authors' code."""

import torch
from torch import nn
from warping import squared_differences, warp


def convolution(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv3d(inputs, outputs, kernel_size=3, stride=stride, padding=1), nn.PReLU())


def doubling(channels):
    """Twice the extents."""
    return nn.Sequential(nn.ConvTranspose3d(channels, channels, kernel_size=2, stride=2), nn.PReLU())


def head(channels):
    return nn.Sequential(nn.Conv3d(channels, 3, kernel_size=3, padding=1, bias=False), nn.Softsign())


class LargeKernels(nn.Module):
    def __init__(self, channels):
        super().__init__()

        def branch(extent):
            return nn.Sequential(nn.Conv3d(channels, channels, kernel_size=extent, padding=extent // 2))

        self.layer_regularKernel = branch(3)
        self.layer_largeKernel = branch(5)
        self.layer_oneKernel = branch(1)
        self.layer_nonlinearity = nn.PReLU()

    def forward(self, features):
        branches = self.layer_regularKernel, self.layer_largeKernel, self.layer_oneKernel
        return self.layer_nonlinearity(features + sum(branch(features) for branch in branches))


class LKUNet(nn.Module):
    """`start` channels at full resolution."""

    def __init__(self, start):
        super().__init__()
        one, two, four, eight = (start * factor for factor in (1, 2, 4, 8))
        self.eninput = convolution(2, one)
        self.ec1 = convolution(one, one)
        self.ec2, self.ec3 = convolution(one, two, 2), LargeKernels(two)
        self.ec4, self.ec5 = convolution(two, four, 2), LargeKernels(four)
        self.ec6, self.ec7 = convolution(four, eight, 2), LargeKernels(eight)
        self.ec8, self.ec9 = convolution(eight, eight, 2), LargeKernels(eight)
        self.dc1, self.dc2 = convolution(2 * eight, eight), convolution(eight, four)
        self.dc3, self.dc4 = convolution(eight, four), convolution(four, two)
        self.dc5, self.dc6 = convolution(four, four), convolution(four, two)
        self.dc7, self.dc8 = convolution(one + two, two), convolution(two, two)
        self.dc9 = head(two)
        # A second head that nothing uses: it is stored with the weights, and counted.
        self.dc10 = head(two)
        self.up1, self.up2 = doubling(eight), doubling(four)
        self.up3, self.up4 = doubling(two), doubling(two)

    def output(self, images):
        full = self.ec1(self.eninput(images))
        half = self.ec3(self.ec2(full))
        quarter = self.ec5(self.ec4(half))
        eighth = self.ec7(self.ec6(quarter))
        features = self.ec9(self.ec8(eighth))
        features = self.dc2(self.dc1(torch.cat((self.up1(features), eighth), 1)))
        features = self.dc4(self.dc3(torch.cat((self.up2(features), quarter), 1)))
        features = self.dc6(self.dc5(torch.cat((self.up3(features), half), 1)))
        features = self.dc8(self.dc7(torch.cat((self.up4(features), full), 1)))
        return self.dc9(features)

    def forward(self, moving, fixed):
        """The displacement, 2 being an axis from end to end, and the moving image under it."""
        displacement = self.output(torch.cat((moving, fixed), 1))
        return displacement, warp(moving, displacement)

    def smoothness(self, displacement):
        return squared_differences(displacement, [extent / 2 for extent in displacement.shape[2:]])
